using Dino.Sensitivity.Mutants;
using Dino.TestUtilities;

namespace Dino.Sensitivity.Tests;

public sealed class MutantCatalogueTests
{
    [Fact]
    public void All_Mutants_CanBeMadeFromTodaysSources()
        => Assert.Empty(MutantCatalogue.All.SelectMany(mutant => MutantCatalogue.Problems(mutant, RepositoryRoot.Path)));

    [Fact]
    public void All_Mutants_AreManyAndHaveNamesOfTheirOwn()
    {
        Assert.InRange(MutantCatalogue.All.Count, 15, int.MaxValue);
        Assert.Equal(MutantCatalogue.All.Count, MutantCatalogue.All.Select(mutant => mutant.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Problems_TextThatIsNotThere_IsNamedWithItsFile()
    {
        var mutant = MutantCatalogue.All[0] with { Edits = [new("no such text", "")], Tests = "Dino.None" };

        Assert.Equal(
            [$"{mutant.Name}: {mutant.File} has 'no such text' 0 times; expected once", $"{mutant.Name}: there is no tests/Dino.None"],
            MutantCatalogue.Problems(mutant, RepositoryRoot.Path));
    }

    [Fact]
    public void Break_ChangesTheSource()
        => Assert.All(MutantCatalogue.All, mutant =>
        {
            var source = File.ReadAllText(Path.Combine(RepositoryRoot.Path, mutant.File));
            Assert.NotEqual(source, MutantCatalogue.Break(mutant, source));
        });
}
