package dev.cairn.tooling.recording;

import java.nio.file.Path;
import java.util.List;

/**
 * The inputs with which javac compiles the sources of a schema.
 *
 * @param sourceDirectories the directories with packages of sources, including the output directories of other
 *     processors; sources that Cairn generated are ignored
 * @param classPath directories and archives; the project's own classes are not required
 * @param javacOptions the options of javac that the sources require, such as {@code --release 17}
 */
public record Project(List<Path> sourceDirectories, List<Path> classPath, List<String> javacOptions) {
    public Project {
        sourceDirectories = List.copyOf(sourceDirectories);
        classPath = List.copyOf(classPath);
        javacOptions = List.copyOf(javacOptions);
    }
}
