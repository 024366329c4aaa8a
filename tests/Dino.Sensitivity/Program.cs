using Dino.Sensitivity.Honest;
using Dino.Sensitivity.Mutants;
using Dino.TestUtilities;

// Shows that the tests and the gate notice what they should (mutants), and nothing else (honest). README.md says how.
try
{
    switch (args)
    {
        case ["mutants", .. var names]:
            return new MutantSuite(RepositoryRoot.Path, Console.Out).Run(names);
        case ["honest"]:
            return new HonestRuns(RepositoryRoot.Path, Console.Out).Run(50);
        case ["honest", var count] when int.TryParse(count, out var runs) && runs > 0:
            return new HonestRuns(RepositoryRoot.Path, Console.Out).Run(runs);
        default:
            Console.Error.WriteLine("usage: Dino.Sensitivity mutants [NAME...] | honest [RUNS]");
            return 2;
    }
}
catch (InvalidOperationException problem)
{
    // A program that the experiment needs failed; the message has its output.
    Console.Error.WriteLine(problem.Message);
    return 1;
}
