using Dino.Core;
using Dino.Verification.Fixtures;
using Dino.Verification.Reporting;

namespace Dino.Verification;

/// <summary>Checks one kind of fixture against this implementation.</summary>
public interface IVerifier
{
    /// <summary>True when <paramref name="path"/> (a file or a folder) is of this verifier's kind; reads no more than a header.</summary>
    bool Accepts(string path);

    /// <summary>Runs what the fixture describes and compares every value in it.</summary>
    /// <exception cref="BadInputException">The fixture is damaged or incomplete; the message names file and record.</exception>
    VerificationReport Run(string path, VerificationOptions options);
}
