package dev.cairn.gradle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.gradle.api.file.FileCollection;
import org.gradle.api.file.FileSystemLocation;
import org.gradle.api.provider.Provider;

/** The arguments of a command, made of properties. */
final class CommandArguments {
    private final List<String> options = new ArrayList<>();
    private final List<String> parameters = new ArrayList<>();

    CommandArguments(String command) {
        options.add(command);
    }

    /** Adds options by their names, without their dashes; those without a value are left out. */
    CommandArguments options(Map<String, ? extends Provider<?>> values) {
        values.forEach((name, value) -> {
            if (value.isPresent()) {
                option(name, value.get());
            }
        });
        return this;
    }

    /** Adds an option: a flag if the value is a boolean, several if it is a collection. */
    CommandArguments option(String name, Object value) {
        if (value instanceof Boolean set) {
            if (set) {
                options.add("--" + name);
            }
        } else if (value instanceof Collection<?> several) {
            several.forEach(each -> option(name, each));
        } else if (value instanceof FileSystemLocation location) {
            option(name, location.getAsFile().getPath());
        } else if (!value.toString().isEmpty()) {
            options.add("--" + name + "=" + value);
        }
        return this;
    }

    /** Adds an option with a class path; none if the class path is empty. */
    CommandArguments path(String name, FileCollection files) {
        return option(name, files.getAsPath());
    }

    /** Adds what is no option. */
    CommandArguments parameter(String value) {
        parameters.add(value);
        return this;
    }

    /** @param added arguments of the user, behind the options of the task */
    List<String> all(List<String> added) {
        List<String> all = new ArrayList<>(options);
        all.addAll(added);
        if (!parameters.isEmpty()) {
            all.add("--");
            all.addAll(parameters);
        }
        return all;
    }
}
