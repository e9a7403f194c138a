package dev.cairn.processor.read;

import dev.cairn.catalog.JavaFunctionForm;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.write.OverloadedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Determines the SQL types of the arguments and of the result of a function from its Java method. Types that the
 * annotation declares take precedence, but must match the Java types.
 */
record JavaFunctionTypeResolver(JavaFunctionClassCheck classCheck) {
    /**
     * A parameter or the result of a method.
     *
     * @param description the value in messages, such as {@code its parameter amount}
     */
    private record JavaValue(TypeMirror type, Place place, String description) {}

    /**
     * Returns the types of the arguments of a function. The first parameter of an aggregate function's method is
     * omitted, because it is the state and not an argument.
     *
     * @throws UnreadableDeclarationException if the annotation declares another number of arguments, or if a type does
     *     not match or is not supported
     */
    List<Type> resolveArgumentTypes(
            JavaFunctionForm form,
            ExecutableElement method,
            List<Type> declaredArgumentTypes,
            WrittenAnnotation annotation) {
        List<JavaValue> parameters = createParameterValues(method);
        if (form == JavaFunctionForm.AGGREGATE) {
            parameters = parameters.subList(1, parameters.size());
        }
        if (annotation.hasAttribute("arguments") && declaredArgumentTypes.size() != parameters.size()) {
            throw classCheck.refuseMethod(
                    method,
                    "it accepts " + parameters.size() + (parameters.size() == 1 ? " argument" : " arguments")
                            + ", but the annotation declares " + declaredArgumentTypes.size());
        }
        List<Type> argumentTypes = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Optional<Type> declaredType =
                    declaredArgumentTypes.isEmpty() ? Optional.empty() : Optional.of(declaredArgumentTypes.get(i));
            argumentTypes.add(resolveType(form, method, parameters.get(i), declaredType));
        }
        return argumentTypes;
    }

    /**
     * Returns the type of the result; for a table function, the type of an element of the returned array, because each
     * element is a row.
     */
    Type resolveResultType(JavaFunctionForm form, ExecutableElement method, Optional<Type> declaredType) {
        TypeMirror type = method.getReturnType();
        Place place = classCheck.placeOf(method);
        if (form != JavaFunctionForm.TABLE) {
            return resolveType(form, method, new JavaValue(type, place, "its result"), declaredType);
        }
        if (!(type instanceof ArrayType arrayType)) {
            throw classCheck.refuseMethodAt(method, place, "it must return an array, with an element for each row");
        }
        return resolveType(
                form,
                method,
                new JavaValue(arrayType.getComponentType(), place, "an element of its result"),
                declaredType);
    }

    private List<JavaValue> createParameterValues(ExecutableElement method) {
        List<JavaValue> parameterValues = new ArrayList<>();
        for (VariableElement parameter : method.getParameters()) {
            parameterValues.add(new JavaValue(
                    parameter.asType(), classCheck.placeOf(parameter), "its parameter " + parameter.getSimpleName()));
        }
        return parameterValues;
    }

    /**
     * Returns the declared type, which must match the Java type; without a declared type, the type that follows from
     * the Java type.
     *
     * @throws UnreadableDeclarationException if the types do not match, or if functions do not support the type
     */
    private Type resolveType(
            JavaFunctionForm form, ExecutableElement method, JavaValue value, Optional<Type> declaredType) {
        String javaTypeName = value.type().toString();
        if (value.type().getKind() == TypeKind.ERROR) {
            throw UnreadableDeclarationException.ofMissingType(javaTypeName, value.place());
        }
        Type sqlType = declaredType
                .or(() -> toSqlType(value.type()))
                .orElseThrow(() -> classCheck.refuseMethodAt(
                        method,
                        value.place(),
                        value.description() + " is " + javaTypeName + describeTypeProblem(value.type())));
        String expectedClassName = form.findJavaClass(sqlType)
                .map(Class::getName)
                .orElseThrow(() -> classCheck.refuseMethodAt(
                        method,
                        value.place(),
                        "Java functions do not support the type " + OverloadedName.renderType(sqlType)));
        if (declaredType.isPresent() && !canHold(value.type(), sqlType)) {
            throw classCheck.refuseMethodAt(
                    method,
                    value.place(),
                    value.description() + " is " + javaTypeName + " instead of "
                            + JavaFunctionClassCheck.simpleName(expectedClassName) + " for "
                            + OverloadedName.renderType(sqlType));
        }
        return sqlType;
    }

    private static String describeTypeProblem(TypeMirror type) {
        return type.getKind().isPrimitive()
                ? ", which can't be null: use its wrapper class"
                : ", which is not Boolean, Byte, Short, Integer, Long, Float, Double, String, List or Map of these";
    }

    /** Returns the SQL type for which a function takes a Java type; empty if no function takes it. */
    private static Optional<Type> toSqlType(TypeMirror type) {
        if (!(type instanceof DeclaredType declaredType)) {
            return Optional.empty();
        }
        String className = CompileContext.qualifiedName(declaredType);
        List<Optional<Type>> componentTypes = declaredType.getTypeArguments().stream()
                .map(JavaFunctionTypeResolver::toSqlType)
                .toList();
        if (componentTypes.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        if (className.equals(List.class.getName()) && componentTypes.size() == 1) {
            return Optional.of(new Type.Array(componentTypes.get(0).orElseThrow()));
        }
        if (className.equals(Map.class.getName()) && componentTypes.size() == 2) {
            return Optional.of(new Type.Map(
                    componentTypes.get(0).orElseThrow(), componentTypes.get(1).orElseThrow()));
        }
        return JavaFunctionForm.findType(className);
    }

    /**
     * Returns whether a Java type can hold the values of an SQL type. This check includes the elements of lists and
     * maps, which the server itself does not see. It applies the classes of aggregate functions to every form, because
     * the caller has already refused SQL types that the form of the function does not support.
     */
    private static boolean canHold(TypeMirror javaType, Type type) {
        if (!(javaType instanceof DeclaredType declaredType)) {
            return false;
        }
        Optional<String> expectedClassName =
                JavaFunctionForm.AGGREGATE.findJavaClass(type).map(Class::getName);
        List<? extends TypeMirror> typeArguments = declaredType.getTypeArguments();
        List<Type> componentTypes = type.componentTypes();
        boolean matches = expectedClassName
                .filter(CompileContext.qualifiedName(declaredType)::equals)
                .isPresent();
        for (int i = 0; matches && i < typeArguments.size(); i++) {
            matches = canHold(typeArguments.get(i), componentTypes.get(i));
        }
        return matches;
    }
}
