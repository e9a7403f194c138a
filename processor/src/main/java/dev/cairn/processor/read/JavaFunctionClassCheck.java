package dev.cairn.processor.read;

import dev.cairn.catalog.JavaFunctionForm;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * Checks the class of a function. It performs the checks of a frontend, which loads the class from its jar when the
 * function is created, and the checks of a backend, which calls the class later. Each check reports the first problem,
 * and then throws an {@link UnreadableDeclarationException}.
 *
 * @param entryPlace the place of findings about a class whose source is not part of this compilation
 */
record JavaFunctionClassCheck(CompileContext compileContext, Findings findings, Place entryPlace) {
    private static final String STATE_CLASS = "State";

    /** Returns the place of an element, or the place of the entry if the element is not compiled from source. */
    Place placeOf(Element element) {
        return compileContext.site(element, entryPlace).place();
    }

    /** Reports a class, and returns the exception to throw. */
    private UnreadableDeclarationException refuseClass(Place place, String className, String reason) {
        return UnreadableDeclarationException.report(findings, CompileRule.FUNCTION_CLASS, place, className, reason);
    }

    /** Requires that a server can load the class and create instances of it. */
    void requireUsableClass(TypeElement type, Place place) {
        String className = type.getSimpleName().toString();
        if (!type.getKind().isClass()) {
            throw refuseClass(place, className, "it is not a class");
        }
        if (type.getNestingKind() != NestingKind.TOP_LEVEL) {
            throw refuseClass(place, className, "it is a nested class, which a server does not find");
        }
        if (!isPublic(type)) {
            throw refuseClass(place, className, "it is not public");
        }
        if (type.getModifiers().contains(Modifier.ABSTRACT)) {
            throw refuseClass(place, className, "it is abstract");
        }
        boolean hasUsableConstructor = ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                .anyMatch(constructor -> constructor.getParameters().isEmpty() && isPublic(constructor));
        if (!hasUsableConstructor) {
            throw refuseClass(place, className, "it has no public constructor without parameters");
        }
    }

    private static boolean isPublic(Element element) {
        return element.getModifiers().contains(Modifier.PUBLIC);
    }

    /** Returns the form of the function: the only form whose method the class declares. */
    JavaFunctionForm detectForm(TypeElement type, Place place) {
        List<JavaFunctionForm> forms = Stream.of(JavaFunctionForm.values())
                .filter(form -> !findMethods(type, form.methodName()).isEmpty())
                .toList();
        if (forms.size() != 1) {
            String methodNames = Stream.of(JavaFunctionForm.values())
                    .map(JavaFunctionForm::methodName)
                    .collect(Collectors.joining(", "));
            throw refuseClass(
                    place,
                    type.getSimpleName().toString(),
                    "it must declare exactly one of the methods " + methodNames);
        }
        return forms.get(0);
    }

    /** Requires the class for the state of an aggregate function, and returns its type. */
    private TypeMirror requireStateType(TypeElement type, Place place) {
        TypeElement stateClass = ElementFilter.typesIn(type.getEnclosedElements()).stream()
                .filter(nestedClass -> nestedClass.getSimpleName().contentEquals(STATE_CLASS))
                .filter(nestedClass ->
                        isPublic(nestedClass) && nestedClass.getModifiers().contains(Modifier.STATIC))
                .findFirst()
                .orElseThrow(() -> refuseClass(
                        place, type.getSimpleName().toString(), "it has no public static class " + STATE_CLASS));
        requireSignature(requireMethod(stateClass, "serializeLength"), "int");
        return stateClass.asType();
    }

    /** Returns the methods with a name that the class itself declares. */
    static List<ExecutableElement> findMethods(TypeElement type, String methodName) {
        return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                .filter(method -> method.getSimpleName().contentEquals(methodName))
                .toList();
    }

    /**
     * Returns the only method with a name. A server considers only methods that the class itself declares, and does not
     * accept overloads.
     *
     * @throws UnreadableDeclarationException if the method is missing or unusable, which is reported
     */
    ExecutableElement requireMethod(TypeElement type, String methodName) {
        List<ExecutableElement> methods = findMethods(type, methodName);
        if (methods.isEmpty()) {
            throw refuseClass(placeOf(type), type.getSimpleName().toString(), "it declares no method " + methodName);
        }
        ExecutableElement method = methods.get(methods.size() - 1);
        if (methods.size() > 1) {
            throw refuseMethod(method, "the class declares another method of this name");
        }
        if (!isPublic(method)) {
            throw refuseMethod(method, "it is not public");
        }
        if (method.getModifiers().contains(Modifier.STATIC)) {
            throw refuseMethod(method, "it is static");
        }
        return method;
    }

    /** Reports a method, and returns the exception to throw. */
    UnreadableDeclarationException refuseMethod(ExecutableElement method, String reason) {
        return refuseMethodAt(method, placeOf(method), reason);
    }

    /** Reports a method at the place of one of its values, and returns the exception to throw. */
    UnreadableDeclarationException refuseMethodAt(ExecutableElement method, Place place, String reason) {
        return UnreadableDeclarationException.report(
                findings,
                CompileRule.FUNCTION_METHOD,
                place,
                method.getSimpleName().toString(),
                reason);
    }

    /**
     * Requires the methods and the state class of an aggregate function, and returns the method that returns the result.
     */
    ExecutableElement requireAggregateMethods(TypeElement type, Place place) {
        String stateTypeName = requireStateType(type, place).toString();
        String bufferTypeName = ByteBuffer.class.getName();
        requireSignature(requireMethod(type, "create"), stateTypeName);
        requireSignature(requireMethod(type, "destroy"), "void", stateTypeName);
        requireSignature(requireMethod(type, "serialize"), "void", stateTypeName, bufferTypeName);
        requireSignature(requireMethod(type, "merge"), "void", stateTypeName, bufferTypeName);
        ExecutableElement update = requireMethod(type, JavaFunctionForm.AGGREGATE.methodName());
        if (!update.getReturnType().toString().equals("void")) {
            throw refuseMethod(update, "it must return void");
        }
        if (update.getParameters().isEmpty() || !hasType(update.getParameters().get(0), stateTypeName)) {
            throw refuseMethod(update, "its first parameter must be a " + STATE_CLASS);
        }
        ExecutableElement finalizeMethod = requireMethod(type, "finalize");
        requireSignature(finalizeMethod, finalizeMethod.getReturnType().toString(), stateTypeName);
        return finalizeMethod;
    }

    private void requireSignature(ExecutableElement method, String returnTypeName, String... parameterTypeNames) {
        boolean matches = method.getReturnType().toString().equals(returnTypeName)
                && method.getParameters().size() == parameterTypeNames.length;
        for (int i = 0; matches && i < parameterTypeNames.length; i++) {
            matches = hasType(method.getParameters().get(i), parameterTypeNames[i]);
        }
        if (!matches) {
            throw refuseMethod(
                    method,
                    "its signature must be " + simpleName(returnTypeName) + " " + method.getSimpleName() + "("
                            + Stream.of(parameterTypeNames)
                                    .map(JavaFunctionClassCheck::simpleName)
                                    .collect(Collectors.joining(", "))
                            + ")");
        }
    }

    private static boolean hasType(VariableElement parameter, String typeName) {
        return parameter.asType().toString().equals(typeName);
    }

    static String simpleName(String typeName) {
        return typeName.substring(typeName.lastIndexOf('.') + 1);
    }
}
