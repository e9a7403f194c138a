package dev.cairn.cli.option;

import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;

/** Names for what is written, as somebody said them: what is no name in Java would not compile. */
public final class JavaNames {
    private static final Pattern TYPE = Pattern.compile("[A-Z]\\w*");

    private JavaNames() {}

    public static void requirePackage(String name) {
        if (!SourceVersion.isName(name)) {
            throw CommandException.usage("'" + name + "' is not the name of a package. Example: com.acme.shop");
        }
    }

    /** Empty where nobody said one. */
    public static void requireType(String name) {
        if (!name.isEmpty() && !TYPE.matcher(name).matches()) {
            throw CommandException.usage("'" + name + "' is not the name of a type. Example: Shop");
        }
    }
}
