using Dino.Model.Inputs;
using static TorchSharp.torch;

namespace Dino.Verification.Fixtures;

/// <summary>The ground truth stored in a fixture: <c>target0.labels</c>, <c>target0.boxes</c>, ...</summary>
internal static class RecordedTargets
{
    /// <returns>One an image; the tensors belong to the caller's dispose scope.</returns>
    public static IReadOnlyList<DetectionTarget> Read(TensorFixture fixture, VerificationPlatform platform, int images)
        => [.. Enumerable.Range(0, images).Select(image => new DetectionTarget(
            fixture.Read($"target{image}.labels").to(int64).to(platform.Device),
            platform.Place(fixture.Read($"target{image}.boxes"))))];
}
