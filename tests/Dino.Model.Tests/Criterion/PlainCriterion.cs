using Dino.Model.Decoder;
using Dino.Model.Inputs;
using TorchSharp;

namespace Dino.Model.Tests.Criterion;

/// <summary>The losses of dino-spec 10 and 11 in loops over doubles, with the matching found by trying everything.</summary>
internal static class PlainCriterion
{
    /// <summary>ce, bbox, giou, xy, hw, cardinality of one output set.</summary>
    public static double[] MatchingSet(PredictionSet predictions, IReadOnlyList<DetectionTarget> targets)
        => Losses(predictions, targets, [.. targets.Select((target, image) => BestPairs(predictions, target, image))], Divisor(targets));

    /// <summary>The same of a denoising set: query 2ng + t answers for target t.</summary>
    public static double[] DenoisingSet(PredictionSet predictions, IReadOnlyList<DetectionTarget> targets, int groups)
    {
        var slots = (int)targets.Max(target => target.Count);
        var pairs = targets.Select(target => Enumerable.Range(0, groups)
            .SelectMany(group => Enumerable.Range(0, (int)target.Count).Select(t => ((2 * slots * group) + t, t))).ToArray());
        return Losses(predictions, targets, [.. pairs], Divisor(targets) * groups);
    }

    public static (int Query, int Target)[] BestPairs(PredictionSet predictions, DetectionTarget target, int image)
    {
        var (queries, count) = ((int)predictions.Logits.shape[1], (int)target.Count);
        var best = (Cost: double.PositiveInfinity, Pairs: Array.Empty<(int, int)>());
        Try([], 0);
        return [.. best.Pairs.OrderBy(pair => pair.Item1)];

        void Try((int Query, int Target)[] pairs, double cost)
        {
            if (pairs.Length == Math.Min(queries, count))
            {
                best = cost < best.Cost ? (cost, pairs) : best;
                return;
            }

            // The shorter side is walked in order; the longer side is tried in full.
            for (var i = 0; i < Math.Max(queries, count); i++)
            {
                var (query, t) = count <= queries ? (i, pairs.Length) : (pairs.Length, i);
                if (!pairs.Any(pair => pair.Query == query || pair.Target == t))
                {
                    Try([.. pairs, (query, t)], cost + Cost(predictions, target, image, query, t));
                }
            }
        }
    }

    private static double Cost(PredictionSet predictions, DetectionTarget target, int image, int query, int t)
    {
        var p = Sigmoid(Row(predictions.Logits[image, query])[target.Labels[t].ToInt64()]);
        var positive = 0.25 * Math.Pow(1 - p, 2) * -Math.Log(p + 1e-8);
        var negative = 0.75 * Math.Pow(p, 2) * -Math.Log(1 - p + 1e-8);
        var (box, targetBox) = (Row(predictions.BoxesCxCyWh[image, query]), Row(target.BoxesCxCyWh[t]));
        return (2 * (positive - negative)) + (5 * L1(box, targetBox).Sum()) - (2 * GeneralizedIou(box, targetBox));
    }

    private static double[] Losses(PredictionSet predictions, IReadOnlyList<DetectionTarget> targets, (int Query, int Target)[][] pairs, double divisor)
    {
        var (queries, classes) = (predictions.Logits.shape[1], predictions.Logits.shape[2]);
        var sums = new double[6];
        for (var image = 0; image < targets.Count; image++)
        {
            var predicted = 0;
            for (var query = 0; query < queries; query++)
            {
                var logits = Row(predictions.Logits[image, query]);
                predicted += Array.IndexOf(logits, logits.Max()) != classes - 1 ? 1 : 0;
                var match = pairs[image].Where(pair => pair.Query == query).Select(pair => (int?)pair.Target).FirstOrDefault();
                for (var c = 0; c < classes; c++)
                {
                    sums[0] += Focal(logits[c], match is { } t && targets[image].Labels[t].ToInt64() == c);
                }
            }

            foreach (var (query, t) in pairs[image])
            {
                var (box, targetBox) = (Row(predictions.BoxesCxCyWh[image, query]), Row(targets[image].BoxesCxCyWh[t]));
                var l1 = L1(box, targetBox);
                sums[1] += l1.Sum();
                sums[2] += 1 - GeneralizedIou(box, targetBox);
                sums[3] += l1[0] + l1[1];
                sums[4] += l1[2] + l1[3];
            }

            sums[5] += Math.Abs(predicted - targets[image].Count) * divisor / targets.Count;
        }

        return [.. sums.Select(sum => sum / divisor)];
    }

    private static double Divisor(IReadOnlyList<DetectionTarget> targets) => Math.Max(1, targets.Sum(target => target.Count));

    private static double Focal(double x, bool isPositive)
    {
        var p = Sigmoid(x);
        return isPositive ? 0.25 * Math.Pow(1 - p, 2) * -Math.Log(p) : 0.75 * Math.Pow(p, 2) * -Math.Log(1 - p);
    }

    private static double[] L1(double[] a, double[] b) => [.. a.Zip(b, (x, y) => Math.Abs(x - y))];

    private static double GeneralizedIou(double[] a, double[] b)
    {
        static (double Low, double High) Side(double[] box, int axis) => (box[axis] - (box[axis + 2] / 2), box[axis] + (box[axis + 2] / 2));
        var (ax, ay, bx, by) = (Side(a, 0), Side(a, 1), Side(b, 0), Side(b, 1));
        var width = Math.Max(0, Math.Min(ax.High, bx.High) - Math.Max(ax.Low, bx.Low));
        var height = Math.Max(0, Math.Min(ay.High, by.High) - Math.Max(ay.Low, by.Low));
        var union = (a[2] * a[3]) + (b[2] * b[3]) - (width * height);
        var hull = (Math.Max(ax.High, bx.High) - Math.Min(ax.Low, bx.Low)) * (Math.Max(ay.High, by.High) - Math.Min(ay.Low, by.Low));
        return (width * height / (union + 1e-6)) - ((hull - union) / (hull + 1e-6));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Row(torch.Tensor row) => row.data<double>().ToArray();
}
