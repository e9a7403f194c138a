package dev.cairn.gradle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradle.api.tasks.compile.CompileOptions;
import org.gradle.api.tasks.compile.JavaCompile;

/** Selects the compiler options of a task that decide how sources are read. The others only affect messages and class files. */
record SourceOptions(JavaCompile compile) {
    private static final String PREVIEW = "--enable-preview";

    /** Options whose value is the next argument, or follows a character =. */
    private static final Set<String> WITH_VALUE = Set.of(
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
        CompileOptions options = compile.getOptions();
        List<String> collected = new ArrayList<>();
        if (options.getRelease().isPresent()) {
            collected.addAll(List.of("--release", options.getRelease().get().toString()));
        }
        if (options.getEncoding() != null) {
            collected.addAll(List.of("-encoding", options.getEncoding()));
        }
        addArguments(options.getCompilerArgs(), collected);
        if (collected.contains(PREVIEW) && !options.getRelease().isPresent()) {
            collected.addAll(List.of("--source", compile.getSourceCompatibility()));
        }
        return collected;
    }

    private static void addArguments(List<String> arguments, List<String> all) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (WITH_VALUE.contains(argument) && i + 1 < arguments.size()) {
                all.addAll(List.of(argument, arguments.get(++i)));
            } else if (argument.equals(PREVIEW) || WITH_VALUE.contains(argument.replaceFirst("=.*", ""))) {
                all.add(argument);
            }
        }
    }
}
