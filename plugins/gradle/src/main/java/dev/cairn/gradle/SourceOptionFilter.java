package dev.cairn.gradle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gradle.api.tasks.compile.CompileOptions;
import org.gradle.api.tasks.compile.JavaCompile;

/**
 * Selects the options of a compile task that determine how javac reads sources. The other options are not needed,
 * because they only affect messages and class files.
 */
record SourceOptionFilter(JavaCompile compileTask) {
    private static final String PREVIEW_OPTION = "--enable-preview";

    /** Options for the version of the sources. */
    private static final Set<String> VERSION_OPTIONS = Set.of("--release", "--source", "-source");

    /** Options whose value is the next argument, or follows an equals sign in the same argument. */
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
        List<String> sourceOptions = new ArrayList<>();
        if (compileOptions.getRelease().isPresent()) {
            sourceOptions.addAll(
                    List.of("--release", compileOptions.getRelease().get().toString()));
        }
        if (compileOptions.getEncoding() != null) {
            sourceOptions.addAll(List.of("-encoding", compileOptions.getEncoding()));
        }
        addSourceOptions(compileOptions.getCompilerArgs(), sourceOptions);
        // javac accepts --enable-preview only with --release or --source, and these two not together.
        if (sourceOptions.contains(PREVIEW_OPTION)
                && sourceOptions.stream().map(SourceOptionFilter::removeValue).noneMatch(VERSION_OPTIONS::contains)) {
            sourceOptions.addAll(List.of("--source", compileTask.getSourceCompatibility()));
        }
        return sourceOptions;
    }

    private static void addSourceOptions(List<String> compilerArguments, List<String> sourceOptions) {
        for (int i = 0; i < compilerArguments.size(); i++) {
            String argument = compilerArguments.get(i);
            if (OPTIONS_WITH_VALUE.contains(argument) && i + 1 < compilerArguments.size()) {
                sourceOptions.addAll(List.of(argument, compilerArguments.get(++i)));
            } else if (argument.equals(PREVIEW_OPTION) || OPTIONS_WITH_VALUE.contains(removeValue(argument))) {
                sourceOptions.add(argument);
            }
        }
    }

    /** Returns an option without the value that follows it in the same argument. */
    private static String removeValue(String option) {
        return option.replaceFirst("=.*", "");
    }
}
