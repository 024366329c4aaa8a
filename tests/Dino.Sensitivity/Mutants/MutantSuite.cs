using Dino.Sensitivity.Runs;

namespace Dino.Sensitivity.Mutants;

/// <summary>Makes every mutant in a copy of the sources, one at a time, and shows which test and which row of the gate notices it.</summary>
public sealed class MutantSuite(string repository, TextWriter output)
{
    private readonly string _folder = Path.Combine(repository, "artifacts", "sensitivity");

    /// <param name="names">Mutants to run; all when empty.</param>
    /// <returns>0 when every one was caught, else 1; 2 when a mutant cannot be made.</returns>
    public int Run(IReadOnlyList<string> names)
    {
        var mutants = MutantCatalogue.All.Where(mutant => names.Count == 0 || names.Contains(mutant.Name, StringComparer.Ordinal)).ToList();
        var problems = mutants.SelectMany(mutant => MutantCatalogue.Problems(mutant, repository))
            .Concat(names.Except(mutants.Select(mutant => mutant.Name), StringComparer.Ordinal).Select(name => $"{name}: no such mutant")).ToList();
        if (problems.Count > 0)
        {
            problems.ForEach(output.WriteLine);
            return 2;
        }

        var tree = SourceCopy.Make(repository, Path.Combine(_folder, "tree"));
        output.WriteLine("unbroken: tests and gate must pass");
        foreach (var group in mutants.Select(mutant => (mutant.Tests, mutant.Filter)).Distinct())
        {
            TestRun.Of(tree, group.Tests, group.Filter, restore: true).RequireGreen();
        }

        var gate = new GateRun(tree, Path.Combine(_folder, "baselines"));
        if (mutants.Exists(mutant => mutant.Gate))
        {
            gate.Accept(mutants.Exists(mutant => mutant.Kernels));
        }

        var results = new List<MutantResult>();
        foreach (var mutant in mutants)
        {
            results.Add(Try(mutant, tree, gate));
            // Each time: hours of work must not be lost with the last of them.
            File.WriteAllText(Path.Combine(_folder, "mutants.md"), MutantTable.Format(results));
        }

        output.WriteLine(MutantTable.Format(results));
        return results.TrueForAll(result => result.Caught) ? 0 : 1;
    }

    private MutantResult Try(Mutant mutant, string tree, GateRun gate)
    {
        var file = Path.Combine(tree, mutant.File);
        var source = File.ReadAllText(file);
        try
        {
            File.WriteAllText(file, MutantCatalogue.Break(mutant, source));
            var tests = TestRun.Of(tree, mutant.Tests, mutant.Filter, restore: false);
            var result = new MutantResult(mutant, tests.Failed, mutant.Gate ? gate.Failures(mutant.Kernels) : null);
            output.WriteLine($"{result.Verdict} {mutant.Name}: {MutantResult.Shown(result.FailedTests)}{(mutant.Gate ? $"; gate: {MutantResult.Shown(result.FailedRows)}" : "")}");
            return result;
        }
        catch (InvalidOperationException problem)
        {
            output.WriteLine($"NO RESULT {mutant.Name}: {problem.Message}");
            return new MutantResult(mutant, [], null, problem.Message.Split('\n')[0]);
        }
        finally
        {
            File.WriteAllText(file, source);
        }
    }
}
