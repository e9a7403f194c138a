package dev.cairn.gradle;

import dev.cairn.tooling.recording.ClassPathFile;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.gradle.api.DefaultTask;
import org.gradle.api.file.ConfigurableFileCollection;
import org.gradle.api.file.DirectoryProperty;
import org.gradle.api.tasks.Classpath;
import org.gradle.api.tasks.InputFiles;
import org.gradle.api.tasks.Internal;
import org.gradle.api.tasks.PathSensitive;
import org.gradle.api.tasks.PathSensitivity;
import org.gradle.api.tasks.TaskAction;
import org.gradle.api.tasks.UntrackedTask;

/**
 * Writes the class path of the sources into {@code build/cairn/class-path.txt}, where the command {@code cairn} finds
 * it.
 */
@UntrackedTask(because = "It writes only what has changed, and takes no time")
public abstract class ClassPathTask extends DefaultTask {
    /** The class path with which the sources are compiled. */
    @Classpath
    public abstract ConfigurableFileCollection getClassPath();

    /** The files that declare dependencies. The class path in the file is stale if one of them is newer. */
    @InputFiles
    @PathSensitive(PathSensitivity.ABSOLUTE)
    public abstract ConfigurableFileCollection getBuildFiles();

    /** The folder into which the project is built. */
    @Internal
    public abstract DirectoryProperty getBuildFolder();

    /** Writes the file. */
    @TaskAction
    public final void write() {
        ClassPathFile.ofBuildDirectory(getBuildFolder().get().getAsFile().toPath(), ClassPathFile.BuildTool.GRADLE)
                .write(toPaths(getBuildFiles()), toPaths(getClassPath()));
    }

    private static List<Path> toPaths(ConfigurableFileCollection files) {
        return files.getFiles().stream().map(File::toPath).toList();
    }
}
