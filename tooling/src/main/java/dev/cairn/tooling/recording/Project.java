package dev.cairn.tooling.recording;

import java.nio.file.Path;
import java.util.List;

/**
 * A project as javac needs it to compile the sources of a schema.
 *
 * @param sources the directories with packages of sources, including directories of other processors; sources that
 *     Cairn generated are ignored
 * @param classPath directories and archives; the project's own classes are not required
 * @param options the options of javac that the sources require, such as {@code --release 17}
 */
public record Project(List<Path> sources, List<Path> classPath, List<String> options) {
    public Project {
        sources = List.copyOf(sources);
        classPath = List.copyOf(classPath);
        options = List.copyOf(options);
    }
}
