package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.MigrationHook;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
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

/**
 * Finds the methods of MigrationStep that a migration or its supertypes override. The interface and its methods are
 * recognized by their names, because the processor does not depend on the runtime.
 */
record MigrationHookReader(Findings findings) {
    private static final String STEP_CLASS_NAME = "dev.cairn.upgrade.MigrationStep";
    private static final String HOOK_PARAMETER_CLASS_NAME = "java.sql.Connection";

    /**
     * Returns the moments at which code of a migration runs; empty if the type is not a MigrationStep.
     *
     * @throws UnreadableDeclarationException if a MigrationStep can't be instantiated, which is reported
     */
    Set<MigrationHook> readHooks(TypeElement type, Place place) {
        List<TypeElement> types = new ArrayList<>(List.of(type));
        for (int index = 0; index < types.size(); index++) {
            addSupertypes(types.get(index), types);
        }
        Set<MigrationHook> hooks = EnumSet.noneOf(MigrationHook.class);
        if (types.removeIf(supertype -> supertype.getQualifiedName().contentEquals(STEP_CLASS_NAME))) {
            types.forEach(supertype -> addOverriddenHooks(supertype, hooks));
            if (!isInstantiable(type)) {
                throw UnreadableDeclarationException.report(
                        findings, CompileRule.MIGRATION_CODE, place, type.getSimpleName());
            }
        }
        return hooks;
    }

    private static void addSupertypes(TypeElement type, List<TypeElement> types) {
        List<TypeMirror> supertypes = new ArrayList<>(type.getInterfaces());
        supertypes.add(type.getSuperclass());
        for (TypeMirror supertype : supertypes) {
            if (supertype instanceof DeclaredType declaredType
                    && declaredType.asElement() instanceof TypeElement element
                    && !types.contains(element)) {
                types.add(element);
            }
        }
    }

    private static void addOverriddenHooks(TypeElement type, Set<MigrationHook> hooks) {
        for (Element member : type.getEnclosedElements()) {
            if (member instanceof ExecutableElement method
                    && method.getParameters().size() == 1
                    && isType(method.getParameters().get(0).asType(), HOOK_PARAMETER_CLASS_NAME)) {
                for (MigrationHook hook : MigrationHook.values()) {
                    if (method.getSimpleName().contentEquals(hook.methodName())) {
                        hooks.add(hook);
                    }
                }
            }
        }
    }

    private static boolean isType(TypeMirror type, String qualifiedName) {
        return type instanceof DeclaredType declaredType
                && declaredType.asElement() instanceof TypeElement element
                && element.getQualifiedName().contentEquals(qualifiedName);
    }

    private static boolean isInstantiable(TypeElement type) {
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
