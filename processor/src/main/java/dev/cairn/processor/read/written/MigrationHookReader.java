package dev.cairn.processor.read.written;

import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.MigrationHook;
import dev.cairn.processor.model.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;

/** Which code a migration has: the methods of MigrationStep that it, or what it extends, overrides. */
public record MigrationHookReader(Findings findings) {
    private static final String STEP = "dev.cairn.schema.MigrationStep";

    public Set<MigrationHook> of(TypeElement type, Place place) {
        List<TypeElement> types = new ArrayList<>(List.of(type));
        for (int at = 0; at < types.size(); at++) {
            addSupertypes(types.get(at), types);
        }
        Set<MigrationHook> moments = EnumSet.noneOf(MigrationHook.class);
        if (types.removeIf(each -> each.getQualifiedName().contentEquals(STEP))) {
            types.forEach(each -> addOverridden(each, moments));
            if (!canBeMade(type)) {
                findings.add(FindingCode.MIGRATION_CODE, place, type.getSimpleName());
                throw UnreadableDeclarationException.reported();
            }
        }
        return moments;
    }

    private static void addSupertypes(TypeElement type, List<TypeElement> types) {
        List<TypeMirror> supertypes = new ArrayList<>(type.getInterfaces());
        supertypes.add(type.getSuperclass());
        for (TypeMirror supertype : supertypes) {
            if (supertype instanceof DeclaredType declared
                    && declared.asElement() instanceof TypeElement element
                    && !types.contains(element)) {
                types.add(element);
            }
        }
    }

    private static void addOverridden(TypeElement type, Set<MigrationHook> moments) {
        for (Element member : type.getEnclosedElements()) {
            if (member instanceof ExecutableElement method
                    && method.getParameters().size() == 1) {
                for (MigrationHook moment : MigrationHook.values()) {
                    if (method.getSimpleName().contentEquals(moment.method())) {
                        moments.add(moment);
                    }
                }
            }
        }
    }

    private static boolean canBeMade(TypeElement type) {
        return type.getKind().isClass()
                && type.getKind() != ElementKind.ENUM
                && !type.getModifiers().contains(Modifier.ABSTRACT)
                && type.getEnclosedElements().stream().anyMatch(MigrationHookReader::isUsableConstructor);
    }

    private static boolean isUsableConstructor(Element member) {
        return member.getKind() == ElementKind.CONSTRUCTOR
                && member instanceof ExecutableElement constructor
                && constructor.getParameters().isEmpty()
                && constructor.getThrownTypes().isEmpty()
                && !constructor.getModifiers().contains(Modifier.PRIVATE);
    }
}
