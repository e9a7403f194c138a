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
 * A component of a record, represented by its field: all compilers report the line of a field, and class files have its
 * annotations.
 */
public record ComponentField(String name, VariableElement field) {
    /**
     * Returns the components of a record in their order, except components without a field, which a record with errors
     * may have.
     */
    public static List<ComponentField> findAll(TypeElement type) {
        Map<String, VariableElement> fieldByName = new HashMap<>();
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            fieldByName.put(field.getSimpleName().toString(), field);
        }
        List<ComponentField> components = new ArrayList<>();
        for (RecordComponentElement component : type.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            VariableElement field = fieldByName.get(name);
            if (field != null) {
                components.add(new ComponentField(name, field));
            }
        }
        return components;
    }
}
