package dev.cairn.tooling.recording;

import java.nio.file.Path;
import java.util.List;

/**
 * What is compiled together.
 *
 * @param sources the folders that hold packages of sources, perhaps of what other processors generated; what Cairn generated
 *     is made anew
 * @param classPath folders and archives; the project's own classes need not be there
 * @param options of javac that sources need to be understood, such as {@code --release 17}
 */
public record Project(List<Path> sources, List<Path> classPath, List<String> options) {
    public Project {
        sources = List.copyOf(sources);
        classPath = List.copyOf(classPath);
        options = List.copyOf(options);
    }
}
