using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Dino.Core.Coco;

/// <summary>Reads JSON tokens from a stream through one buffer, so that a file of any size takes a megabyte.</summary>
internal ref struct JsonStreamReader
{
    private const int InitialBuffer = 1 << 20;
    private const int LongestQuote = 40;

    // Above this a double no longer tells neighbouring integers apart.
    private const double LargestExactInteger = 1L << 53;

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
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = CocoFile.MostDepth });
        _reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _final, state);
    }

    public readonly JsonTokenType TokenType => _reader.TokenType;

    /// <summary>How many arrays and objects the token lies in; those that it begins or ends do not count.</summary>
    public readonly int Depth => _reader.CurrentDepth;

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

        if (!_reader.TryGetDouble(out var real) || !(Math.Abs(real) <= LargestExactInteger))
        {
            return false;
        }

        value = (long)real;
        return value == real;
    }

    /// <summary>A text.</summary>
    public readonly bool TryGetText([NotNullWhen(true)] out string? text)
    {
        text = _reader.TokenType == JsonTokenType.String ? _reader.GetString() : null;
        return text is not null;
    }

    /// <summary>Reads the list that begins here; false if it does not hold four finite numbers or is no list.</summary>
    public bool TryReadBox(out BoxXyWh box)
    {
        box = default;
        if (_reader.TokenType != JsonTokenType.StartArray
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

    /// <summary>A boolean or a finite number, which is true unless 0.</summary>
    public readonly bool TryGetFlag(out bool value)
    {
        var isNumber = TryGetFinite(out var number);
        value = _reader.TokenType == JsonTokenType.True || (isNumber && number != 0);
        return isNumber || _reader.TokenType is JsonTokenType.True or JsonTokenType.False;
    }

    /// <summary>A finite number.</summary>
    public readonly bool TryGetFinite(out double value)
    {
        value = 0;
        return _reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out value) && double.IsFinite(value);
    }

    /// <summary>The token's value for a message, cut if it is long; its kind if it is no number or text.</summary>
    public readonly string Describe()
    {
        if (_reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            return $"a JSON {Kind()}";
        }

        var text = Encoding.UTF8.GetString(_reader.ValueSpan);
        var cut = text.Length > LongestQuote ? text[..LongestQuote] + "..." : text;
        return _reader.TokenType == JsonTokenType.String ? $"\"{cut}\"" : cut;
    }

    /// <summary>What the token is or begins, in JSON's words.</summary>
    public readonly string Kind() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => "object",
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.True or JsonTokenType.False => "boolean",
        _ => "null",
    };

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
