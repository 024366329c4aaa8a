namespace Dino.Core.Coco;

/// <summary>Takes the records of a COCO "instances" document one after the other, in the order of the file.</summary>
public interface ICocoInstances
{
    /// <summary>The images follow. In JSON a key may come twice: the second list then replaces the first.</summary>
    void BeginImages();

    /// <summary>The annotations follow; a second list replaces the first.</summary>
    void BeginAnnotations();

    /// <summary>The categories follow; a second list replaces the first.</summary>
    void BeginCategories();

    /// <param name="fileName">Relative to the image folder; empty unless <see cref="CocoContent.Everything"/> is read.</param>
    /// <param name="width">Pixels; 0 unless <see cref="CocoContent.Everything"/> is read.</param>
    /// <param name="height">Pixels; 0 unless <see cref="CocoContent.Everything"/> is read.</param>
    void AddImage(long id, string fileName, int width, int height);

    /// <param name="box">In pixels.</param>
    /// <param name="area">The area stated in the file, in pixels squared.</param>
    /// <param name="isCrowd">Null where the record does not say.</param>
    /// <param name="ignore">False unless <see cref="CocoContent.Everything"/> is read.</param>
    void AddAnnotation(long id, long imageId, long categoryId, BoxXyWh box, double area, bool? isCrowd, bool ignore);

    /// <param name="name">Null where the record has none.</param>
    void AddCategory(long id, string? name);
}

/// <summary>Which members of a COCO document are read; a record must have them.</summary>
public enum CocoContent
{
    /// <summary>What pycocotools needs for boxes: ids, <c>bbox</c> and <c>area</c>. Names and <c>iscrowd</c> are read where present.</summary>
    Boxes,

    /// <summary>Also what training needs: file names and sizes of images, names of categories, category ids from 0 to 2^31 - 1.</summary>
    Everything,
}

/// <summary>Takes one entry of a COCO results list.</summary>
/// <param name="box">In pixels of the original image.</param>
public delegate void CocoResult(long imageId, long categoryId, BoxXyWh box, double score);
