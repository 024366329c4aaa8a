namespace Dino.Core;

/// <summary>A fault of what the user gave: a file, an option, a dataset. The message is written for them in one line: the file, the record,
/// what was expected and what to do. The command line prints it and ends with exit code 2; any other exception is a defect of the program.</summary>
public class BadInputException : Exception
{
    public BadInputException()
    {
    }

    public BadInputException(string message)
        : base(message)
    {
    }

    public BadInputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
