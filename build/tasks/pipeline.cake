Task("Data")
    .Description("Makes or takes the dataset, checks it, splits it and draws its annotations.  --data=FOLDER")
    .IsDependentOn("Build")
    .Does(() => ReproduceTo("data"));

Task("Weights")
    .Description("Brings the profile's published weights.  --weights=FILE|none")
    .IsDependentOn("Build")
    .Does(() => ReproduceTo("weights"));

Task("EvaluatePretrained")
    .Description("Evaluates the pretrained model on the validation part.")
    .IsDependentOn("Build")
    .Does(() => ReproduceTo("evaluate-pretrained"));

Task("FineTune")
    .Description("Fine-tunes it on the training part.  --epochs=20")
    .IsDependentOn("Build")
    .Does(() => ReproduceTo("fine-tune"));

Task("EvaluateFineTuned")
    .Description("Evaluates the best fine-tuned checkpoint.")
    .IsDependentOn("Build")
    .Does(() => ReproduceTo("evaluate-finetuned"));

Task("Attention")
    .Description("Draws the decoder's attention for chosen detections.")
    .IsDependentOn("Build")
    .Does(() => ReproduceTo("attention"));

Task("Report")
    .Description("Draws the figures and writes report.md and index.html.")
    .IsDependentOn("Build")
    .Does(() => ReproduceTo("report"));

Task("Reproduce")
    .Description("The whole pipeline, from data to report.  --profile=embedded --data=FOLDER --force")
    .IsDependentOn("Report");

Task("Pretrain")
    .Description("Trains the embedded profile's small DINO from scratch; writes baselines/weights.  --epochs=N --seed=N")
    .IsDependentOn("Build")
    .Does(() => Dino(arguments => WithOptions(arguments.Append("pretrain"), RunOptions)));
