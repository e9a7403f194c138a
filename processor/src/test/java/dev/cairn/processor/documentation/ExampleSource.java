package dev.cairn.processor.documentation;

import dev.cairn.processor.CompiledSchemas;
import dev.cairn.processor.model.JavaClassName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record of the documentation as a source file, in a package with the usual imports.
 *
 * @param name the simple name of the record
 */
record ExampleSource(String name, String text) {
    static final String PACKAGE = "documented";
    private static final Pattern TYPE_DECLARATION =
            Pattern.compile("(?m)^(?:public )?(?:record|interface|enum) (\\w+)");
    private static final String HEADER_TEMPLATE = """
        package documented;

        import static dev.cairn.annotation.Aggregate.Function.*;
        import static dev.cairn.annotation.ColumnMatch.*;
        import static dev.cairn.annotation.Refresh.Mode.*;
        import static dev.cairn.annotation.Refresh.Moment.*;
        import static dev.cairn.annotation.Schema.RunMode.*;
        import static dev.cairn.annotation.View.Security.*;
        import static dev.cairn.annotation.KINDS.*;

        import dev.cairn.annotation.*;
        import dev.cairn.type.*;
        import java.math.*;
        import java.time.*;
        import java.util.LinkedHashMap;
        import java.util.List;
        import java.util.Map;
        import java.util.Optional;
        import java.util.stream.Stream;
        import org.jspecify.annotations.NullMarked;
        import org.jspecify.annotations.Nullable;

        """;

    static ExampleSource of(String text) {
        Matcher typeMatcher = TYPE_DECLARATION.matcher(text);
        if (!typeMatcher.find()) {
            throw new AssertionError("no type in\n" + text);
        }
        String name = typeMatcher.group(1);
        // Two enums have a constant GIN: the imports can contain one of them only.
        String enumWithGin = text.contains("@Schema") ? "Schema.Experimental" : "Index.Kind";
        String publicType = text.startsWith("record", typeMatcher.start())
                ? text.substring(0, typeMatcher.start()) + "public " + text.substring(typeMatcher.start())
                : text;
        String header = HEADER_TEMPLATE.replace("KINDS", enumWithGin);
        return new ExampleSource(name, header + publicType);
    }

    static CompiledSchemas compile(List<ExampleSource> examples) {
        Map<JavaClassName, String> sources = new LinkedHashMap<>();
        examples.forEach(each -> sources.put(new JavaClassName(PACKAGE, List.of(each.name())), each.text()));
        return CompiledSchemas.of(sources);
    }

    boolean hasDescriptor() {
        return !text.contains("@Schema") && text.contains("@") && descriptorSuffix() != null;
    }

    private @Nullable String descriptorSuffix() {
        if (text.contains("@View(")) {
            return "View";
        }
        if (text.contains("@MaterializedView(")) {
            return "Mv";
        }
        return text.contains("@Table") || text.contains("@SnapshotTable") || text.contains("@External(")
                ? "Table"
                : null;
    }

    /** Returns the name of the class that is generated for the record. */
    String descriptorName() {
        return PACKAGE + "." + name + descriptorSuffix();
    }
}
