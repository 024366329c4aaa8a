using Dino.Core;
using Dino.Core.Coco;
using Dino.Data.Coco;
using Dino.Data.Images;
using Dino.Data.Transforms;
using Dino.Engine.Attention;
using Dino.Engine.Evaluating;
using Dino.Engine.Loading;
using Dino.Engine.Prediction;
using Dino.Model;
using Dino.Model.Configuration;
using Dino.Ops;
using Dino.Torch;
using Dino.Torch.Runtime;
using TorchSharp;

namespace Dino.Engine;

/// <summary>A loaded DINO detector: finds objects in pictures, is measured on COCO datasets, and shows what its detections
/// looked at. Owns the model. Not safe for use from several threads at once.</summary>
public sealed class Detector : IDisposable
{
    private readonly torch.Device _device;
    private readonly EvaluationSize _size;

    /// <param name="model">In evaluation mode, on <paramref name="device"/>; disposed with the detector.</param>
    /// <param name="size">What pictures are scaled to.</param>
    public Detector(DinoDetector model, torch.Device device, EvaluationSize size)
    {
        (Model, _device, _size) = (model, device, size);
    }

    /// <summary>In evaluation mode, on the device it was loaded to; disposed with the detector.</summary>
    public DinoDetector Model { get; }

    /// <param name="weights">A .safetensors or .pth file. Its own configuration decides the model, if it has one.</param>
    /// <param name="fallback">The model of a file without a configuration; null for DINO-4scale with ResNet-50.</param>
    /// <param name="size">What pictures are scaled to; null for the paper's 800 and 1333 pixels.</param>
    /// <param name="device">cpu or cuda.</param>
    /// <param name="op">Deformable attention, a name of <see cref="MsDeformAttnOps"/>.</param>
    /// <exception cref="BadInputException">The file is no checkpoint, does not fit the model, or there is no such device.</exception>
    public static Detector Load(
        string weights,
        DinoConfig? fallback = null,
        EvaluationSize? size = null,
        string device = "cpu",
        string op = MsDeformAttnOps.Default)
        => Create(weights, fallback ?? DinoConfig.FourScaleR50, size ?? new EvaluationSize(), device, seed: 0, op);

    /// <summary>As <see cref="Load"/>; without a file the weights are random.</summary>
    /// <param name="weights">Null for weights drawn from <paramref name="seed"/>.</param>
    public static Detector Create(string? weights, DinoConfig fallback, EvaluationSize size, string device, long seed, string op)
    {
        var opened = TorchDevice.Open(device);
        return new Detector(Detectors.Load(weights, fallback, opened, seed, op), opened, size);
    }

    /// <summary>Finds the objects in a picture file.</summary>
    /// <param name="leastScore">Of a detection, 0 to 1.</param>
    /// <returns>Boxes in pixels of the picture, best first; image id 0, category ids as the weights count them.</returns>
    /// <exception cref="BadInputException">The file is not a picture.</exception>
    public IReadOnlyList<Detection> Predict(string file, double leastScore = Detection.DrawnScore)
    {
        var picture = ImageDecoder.Decode(file);
        using var session = InferenceSession.Begin();
        return BeginPrediction(leastScore).Of(picture, new CocoImage(0, Path.GetFileName(file), picture.Width, picture.Height));
    }

    /// <summary>For many pictures: call it inside an <see cref="InferenceSession"/>, which prepares the weights once.</summary>
    /// <param name="leastScore">Of a detection, 0 to 1.</param>
    /// <param name="nms">IoU above which the worse of two boxes is dropped, 0 to keep all; null for the model's setting.</param>
    public ImagePrediction BeginPrediction(double leastScore, double? nms = null) => new(Model, _size, _device, leastScore, nms);

    /// <summary>Measures the detector on every image of a dataset.</summary>
    /// <param name="dtype">What matrix products and convolutions compute in: float32 or bfloat16.</param>
    /// <exception cref="BadInputException">The annotation file or an image is bad.</exception>
    /// <exception cref="OperationCanceledException">Between two images.</exception>
    public ModelEvaluationResult Evaluate(
        CocoSource source,
        Action<EvaluationProgress>? progress = null,
        torch.ScalarType dtype = torch.ScalarType.Float32,
        CancellationToken cancellation = default)
        => new ModelEvaluation(source, _size, _device).Run(Model, progress, cancellation, dtype: dtype);

    /// <summary>Shows what the best detections of a dataset's image, and a pixel, looked at.</summary>
    /// <param name="names">Of the categories; other labels are left out.</param>
    /// <param name="leastScore">Of a detection; the best one is there whatever its score.</param>
    /// <param name="most">Detections at most.</param>
    /// <param name="pixel">(x, y) in the original image, whose encoder attention is wanted; null for none.</param>
    /// <exception cref="BadInputException">The pixel lies outside the image, or the file is not a picture.</exception>
    public ImageAttention Attention(
        CocoSource source,
        CocoImage image,
        IReadOnlyDictionary<int, string> names,
        double leastScore = Detection.DrawnScore,
        int most = 3,
        (double X, double Y)? pixel = null)
        => new DetectionAttention(Model, _size, _device).Of(source, image, names, leastScore, most, pixel);

    public void Dispose() => Model.Dispose();
}
