package dev.cairn.cli.option;

import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** Requires that arguments are names of packages or types. */
public final class JavaNames {
    private static final Pattern TYPE_NAME_PATTERN = Pattern.compile("[A-Z]\\w*");

    private JavaNames() {}

    /**
     * Requires that a string is the name of a package.
     *
     * @throws CommandException if it is not
     */
    public static void requirePackageName(String name) {
        if (!SourceVersion.isName(name)) {
            throw CommandException.usage(
                    "'" + name
                            + "' is not the name of a package. Pass another one as --package. Example: --package=com.acme.shop");
        }
    }

    /**
     * Requires that a string is the simple name of a type, which begins with an upper-case letter by convention.
     *
     * @param name the name; empty if the command chooses it, which is permitted
     * @throws CommandException if it is not such a name
     */
    public static void requireTypeName(String name) {
        if (!name.isEmpty() && !TYPE_NAME_PATTERN.matcher(name).matches()) {
            throw CommandException.usage("'" + name + "' is not the name of a type. Example: Shop");
        }
    }
}
