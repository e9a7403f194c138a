package dev.cairn.gradle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradle.api.tasks.compile.CompileOptions;
import org.gradle.api.tasks.compile.JavaCompile;

/** Selects the compiler options of a task that decide how sources are read. The others only affect messages and class files. */
record SourceOptions(JavaCompile compileTask) {
    private static final String PREVIEW_OPTION = "--enable-preview";

    /** Options whose value is the next argument, or follows a character =. */
    private static final Set<String> OPTIONS_WITH_VALUE = Set.of(
            "--add-exports",
            "--add-modules",
            "--add-reads",
            "--limit-modules",
            "--module-path",
            "--release",
            "--source",
            "-p",
            "-source");

    List<String> collectOptions() {
        CompileOptions options = compileTask.getOptions();
        List<String> collectedOptions = new ArrayList<>();
        if (options.getRelease().isPresent()) {
            collectedOptions.addAll(
                    List.of("--release", options.getRelease().get().toString()));
        }
        if (options.getEncoding() != null) {
            collectedOptions.addAll(List.of("-encoding", options.getEncoding()));
        }
        addArguments(options.getCompilerArgs(), collectedOptions);
        if (collectedOptions.contains(PREVIEW_OPTION) && !options.getRelease().isPresent()) {
            collectedOptions.addAll(List.of("--source", compileTask.getSourceCompatibility()));
        }
        return collectedOptions;
    }

    private static void addArguments(List<String> arguments, List<String> collectedOptions) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (OPTIONS_WITH_VALUE.contains(argument) && i + 1 < arguments.size()) {
                collectedOptions.addAll(List.of(argument, arguments.get(++i)));
            } else if (argument.equals(PREVIEW_OPTION)
                    || OPTIONS_WITH_VALUE.contains(argument.replaceFirst("=.*", ""))) {
                collectedOptions.add(argument);
            }
        }
    }
}
