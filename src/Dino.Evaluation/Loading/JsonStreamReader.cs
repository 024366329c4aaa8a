using System.Text.Json;
using Dino.Core;
using Dino.Core.Coco;

namespace Dino.Evaluation;

/// <summary>Reads JSON tokens from a stream through one buffer, so that a file of any size takes a megabyte.</summary>
internal ref struct JsonStreamReader
{
    private const int InitialBuffer = 1 << 20;

    private readonly Stream _stream;
    private readonly string _path;
    private byte[] _buffer = new byte[InitialBuffer];
    private int _start;
    private int _end;
    private bool _final;
    private Utf8JsonReader _reader;

    public JsonStreamReader(Stream stream, string path)
    {
        _stream = stream;
        _path = path;
        _end = FillFrom(0);
        // A byte-order mark is not JSON, but Windows editors write one.
        _start = _buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8) ? 3 : 0;
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = 256 });
        _reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, state);
    }

    public readonly JsonTokenType TokenType => _reader.TokenType;

    /// <summary>Steps to the next token; false at the end of the document.</summary>
    public bool Read()
    {
        while (!_reader.Read())
        {
            if (_final)
            {
                return false;
            }

            Refill();
        }

        return true;
    }

    /// <summary>Steps over the value that comes next, whatever it is.</summary>
    public void SkipNext()
    {
        Read();
        SkipCurrent();
    }

    /// <summary>Reads the value that comes next; null, and past it, if it is not a text.</summary>
    public string? ReadText()
    {
        Read();
        if (_reader.TokenType == JsonTokenType.String)
        {
            return _reader.GetString();
        }

        SkipCurrent();
        return null;
    }
    public readonly bool NameIs(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>An error that names the file and, in <paramref name="message"/>, the record.</summary>
    public readonly BadInputException Error(string message) => new($"{_path}: {message}");

    /// <summary>A whole number; 5.0 is one, as it is for Python's dictionaries.</summary>
    public readonly bool TryGetId(out long value)
    {
        value = 0;
        if (_reader.TokenType != JsonTokenType.Number)
        {
            return false;
        }

        if (_reader.TryGetInt64(out value))
        {
            return true;
        }

        var real = _reader.GetDouble();
        value = (long)real;
        return Math.Abs(real) < 1L << 53 && value == real;
    }

    /// <summary>Reads the value that comes next, four finite numbers in a list; false if it is anything else.</summary>
    public bool TryReadBox(out BoxXyWh box)
    {
        box = default;
        if (!Read() || _reader.TokenType != JsonTokenType.StartArray
            || !Read() || !TryGetFinite(out var x)
            || !Read() || !TryGetFinite(out var y)
            || !Read() || !TryGetFinite(out var width)
            || !Read() || !TryGetFinite(out var height))
        {
            return false;
        }

        box = new BoxXyWh(x, y, width, height);
        return Read() && _reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>A boolean or a number, which is true unless 0.</summary>
    public readonly bool TryGetFlag(out bool value)
    {
        value = _reader.TokenType == JsonTokenType.True || (TryGetFinite(out var number) && number != 0);
        return _reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Number;
    }

    /// <summary>A finite number.</summary>
    public readonly bool TryGetFinite(out double value)
    {
        value = 0;
        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out value) && double.IsFinite(value);
    }

    private void SkipCurrent()
    {
        var depth = 0;
        do
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    depth++;
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    depth--;
                    break;
                default:
                    break;
            }
        }
        while (depth > 0 && Read());
    }

    private void Refill()
    {
        var consumed = _start + (int)_reader.BytesConsumed;
        var rest = _end - consumed;
        if (rest == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        else
        {
            _buffer.AsSpan(consumed, rest).CopyTo(_buffer);
        }

        _start = 0;
        _end = FillFrom(rest);
        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _end), _final, _reader.CurrentState);
    }

    /// <summary>Fills the buffer behind its first <paramref name="length"/> bytes; returns the new length.</summary>
    private int FillFrom(int length)
    {
        try
        {
            var read = _stream.ReadAtLeast(_buffer.AsSpan(length), _buffer.Length - length, throwOnEndOfStream: false);
            _final = length + read < _buffer.Length;
            return length + read;
        }
        catch (InvalidDataException exception)
        {
            throw Error($"damaged gzip data: {exception.Message}");
        }
    }
}
