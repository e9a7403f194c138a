rootProject.name = "@schema@"
