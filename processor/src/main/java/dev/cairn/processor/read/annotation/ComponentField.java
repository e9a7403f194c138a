package dev.cairn.processor.read.annotation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;

/**
 * A component of a record, by its field: a field has a line in every compiler's messages, and its annotations are in class
 * files.
 */
public record ComponentField(String name, VariableElement field) {
    public static List<ComponentField> of(TypeElement type) {
        Map<String, VariableElement> fields = new HashMap<>();
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            fields.put(field.getSimpleName().toString(), field);
        }
        List<ComponentField> components = new ArrayList<>();
        for (RecordComponentElement component : type.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            VariableElement field = fields.get(name);
            if (field != null) {
                components.add(new ComponentField(name, field));
            }
        }
        return components;
    }
}
