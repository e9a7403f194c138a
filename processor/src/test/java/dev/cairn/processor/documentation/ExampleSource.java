package dev.cairn.processor.documentation;

import dev.cairn.processor.CompiledSchemas;
import dev.cairn.processor.model.JavaName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record of the documentation as a source file.
 *
 * @param name the record's
 */
record ExampleSource(String name, String text) {
    static final String PACKAGE = "documented";
    private static final Pattern TYPE = Pattern.compile("(?m)^(?:public )?(?:record|interface|enum) (\\w+)");
    private static final String HEAD = """
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
        Matcher type = TYPE.matcher(text);
        if (!type.find()) {
            throw new AssertionError("no type in\n" + text);
        }
        String name = type.group(1);
        // Two enums have a GIN.
        String kinds = text.contains("@Schema") ? "Schema.Experimental" : "Index.Kind";
        String visible = text.startsWith("record", type.start())
                ? text.substring(0, type.start()) + "public " + text.substring(type.start())
                : text;
        String head = HEAD.replace("KINDS", kinds);
        return new ExampleSource(name, head + visible);
    }

    static CompiledSchemas compiled(List<ExampleSource> examples) {
        Map<JavaName, String> sources = new LinkedHashMap<>();
        examples.forEach(each -> sources.put(new JavaName(PACKAGE, List.of(each.name())), each.text()));
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

    /** The class that is generated for it. */
    String descriptor() {
        return PACKAGE + "." + name + descriptorSuffix();
    }
}
