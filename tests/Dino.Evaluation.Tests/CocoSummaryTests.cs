namespace Dino.Evaluation.Tests;

public sealed class CocoSummaryTests
{
    [Fact]
    public void Format_AnyStats_AreTheLinesOfPycocotools()
    {
        const string Expected = """
             Average Precision  (AP) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.498
             Average Precision  (AP) @[ IoU=0.50      | area=   all | maxDets=100 ] = 0.695
             Average Precision  (AP) @[ IoU=0.75      | area=   all | maxDets=100 ] = 0.550
             Average Precision  (AP) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = -1.000
             Average Precision  (AP) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ] = 0.000
             Average Precision  (AP) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = 1.000
             Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=  1 ] = 0.135
             Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets= 10 ] = 0.595
             Average Recall     (AR) @[ IoU=0.50:0.95 | area=   all | maxDets=100 ] = 0.625
             Average Recall     (AR) @[ IoU=0.50:0.95 | area= small | maxDets=100 ] = 0.601
             Average Recall     (AR) @[ IoU=0.50:0.95 | area=medium | maxDets=100 ] = 0.619
             Average Recall     (AR) @[ IoU=0.50:0.95 | area= large | maxDets=100 ] = 0.665

            """;

        var text = CocoSummary.Format([0.49794, 0.69490, 0.54987, -1, 0, 1, 0.13497, 0.59506, 0.62510, 0.60096, 0.61940, 0.66527]);

        Assert.Equal(Expected.ReplaceLineEndings("\n"), text);
    }

    [Theory]
    [InlineData(0.0625, "0.062")]
    [InlineData(0.1875, "0.188")]
    [InlineData(0.3125, "0.312")]
    [InlineData(0.8125, "0.812")]
    [InlineData(0.0005, "0.001")] // above the tie as a double
    [InlineData(0.0015, "0.002")]
    [InlineData(0.0025, "0.003")] // 0.00250000000000000005...
    [InlineData(0.9995, "1.000")] // 0.99950000000000005...
    [InlineData(0.29949999999999999, "0.299")]
    public void ThreeDecimals_RoundsAsPython(double value, string expected) => Assert.Equal(expected, CocoSummary.ThreeDecimals(value));
}
