using Dino.Core;

namespace Dino.TestUtilities;

/// <summary>What reading damaged input may end in: a value, or one line for the user.</summary>
public static class Readings
{
    /// <summary>Reads every damaged form of a valid JSON document.</summary>
    /// <param name="read">Gets a document.</param>
    /// <returns>Failures other than <see cref="BadInputException"/>, with the damage; and how many were refused.</returns>
    public static (IReadOnlyList<string> Failures, int Refused) OfDamaged(string json, Action<string> read)
    {
        read(json);
        var (failures, refused) = (new List<string>(), 0);
        foreach (var (what, damaged) in JsonDamage.Of(json))
        {
            try
            {
                read(damaged);
            }
            catch (BadInputException)
            {
                refused++;
            }
            catch (Exception problem)
            {
                var place = problem.StackTrace?.Split('\n').FirstOrDefault()?.Trim();
                failures.Add($"{what}: {problem.GetType().Name}: {problem.Message} {place}");
            }
        }

        return (failures, refused);
    }
}
