package dev.cairn.gradle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradle.api.tasks.compile.CompileOptions;
import org.gradle.api.tasks.compile.JavaCompile;

/**
 * Selects the compiler options of a task that decide how sources are read. Other options only affect messages and class
 * files.
 */
record SourceOptionFilter(JavaCompile compileTask) {
    private static final String PREVIEW_OPTION = "--enable-preview";

    /** Options whose value is the next argument or follows an equals sign. */
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

    /** Returns the selected options, as arguments of javac. */
    List<String> collectOptions() {
        CompileOptions compileOptions = compileTask.getOptions();
        List<String> arguments = new ArrayList<>();
        if (compileOptions.getRelease().isPresent()) {
            arguments.addAll(
                    List.of("--release", compileOptions.getRelease().get().toString()));
        }
        if (compileOptions.getEncoding() != null) {
            arguments.addAll(List.of("-encoding", compileOptions.getEncoding()));
        }
        addSourceArguments(compileOptions.getCompilerArgs(), arguments);
        // javac accepts --enable-preview only with --release or --source.
        if (arguments.contains(PREVIEW_OPTION) && !compileOptions.getRelease().isPresent()) {
            arguments.addAll(List.of("--source", compileTask.getSourceCompatibility()));
        }
        return arguments;
    }

    private static void addSourceArguments(List<String> arguments, List<String> collectedOptions) {
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
