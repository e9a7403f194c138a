package dev.cairn.embedded.translate.template;

import dev.cairn.embedded.translate.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All functions that can be calculated by a template. */
public final class Templates {
    private static final Map<String, List<Template>> ALL = all();

    private Templates() {}

    private static Map<String, List<Template>> all() {
        Map<String, List<Template>> all = new HashMap<>();
        TemplateNotation.read(TextTemplates.SCALAR, all);
        TemplateNotation.read(MathTemplates.SCALAR, all);
        TemplateNotation.read(TimeTemplates.SCALAR, all);
        TemplateNotation.read(CollectionTemplates.SCALAR, all);
        TemplateNotation.read(SketchTemplates.SCALAR, all);
        TemplateNotation.read(DocumentTemplates.SCALAR, all);
        TemplateNotation.read(ConditionTemplates.SCALAR, all);
        TemplateNotation.read(AggregateTemplates.AGGREGATE, all);
        TemplateNotation.read(WindowTemplates.WINDOW, all);
        return Map.copyOf(all);
    }

    public static boolean has(String function) {
        return ALL.containsKey(function);
    }

    public static Optional<Template> of(String function, List<Value> arguments) {
        return ALL.getOrDefault(function, List.of()).stream()
                .filter(template -> template.accepts(arguments))
                .findFirst();
    }
}
