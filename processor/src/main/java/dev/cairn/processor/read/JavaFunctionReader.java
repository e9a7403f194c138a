package dev.cairn.processor.read;

import dev.cairn.catalog.JavaFunctionForm;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.write.OverloadedName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * Reads the class of a function. It makes the checks of a frontend, which loads the class from its jar when the
 * function is created, and the checks of a backend, which calls the class later.
 *
 * @param entryPlace the place of findings about a class whose source is not part of this compilation
 */
record JavaFunctionReader(CompileContext compileContext, Findings findings, Place entryPlace) {
    /** The attributes of the annotation that declare the signature and the class. */
    static final List<String> SIGNATURE_ATTRIBUTES = List.of("arguments", "returns", "symbol", "variant");

    private static final String STATE_CLASS = "State";
    private static final String WINDOW_METHOD = "windowUpdate";

    /** The types of the arguments of a function in Java, and the parts of its definition that follow from its class. */
    record JavaFunctionItems(List<Type> arguments, List<ClusterItem> items) {}

    /**
     * A parameter or the result of a method.
     *
     * @param title the value in messages, such as {@code its parameter amount}
     */
    private record JavaValue(TypeMirror type, Place place, String title) {}

    JavaFunctionItems read(TypeElement type, WrittenAnnotation annotation) {
        Place place = annotation.site().place();
        List<Type> declaredArguments = new ArrayList<>();
        for (WrittenAnnotation.Text text : annotation.texts("arguments")) {
            declaredArguments.add(parseType(text));
        }
        Optional<Type> declaredResult =
                Optional.ofNullable(annotation.findNonEmptyText("returns")).map(this::parseType);
        Optional<String> symbol = Optional.ofNullable(annotation.findNonEmptyContent("symbol"));
        if (symbol.isPresent()) {
            if (declaredResult.isEmpty()) {
                findings.add(
                        FindingCode.CLUSTER_CLAUSE,
                        annotation.place("symbol"),
                        "symbol",
                        "the type of the result, too, such as returns = \"INT\"");
                throw UnreadableDeclarationException.ofReported();
            }
            JavaFunctionForm form = readForm(annotation);
            return createItems(form, declaredArguments, declaredResult.get(), symbol.get(), place);
        }
        requireUsableClass(type, place);
        JavaFunctionForm form = requireForm(type, place);
        ExecutableElement method = requireMethod(type, form.methodName());
        List<JavaValue> parameters = createParameterValues(method);
        ExecutableElement resultMethod = method;
        if (form == JavaFunctionForm.AGGREGATE) {
            TypeMirror stateType = requireStateType(type, place);
            parameters = parameters.subList(Math.min(1, parameters.size()), parameters.size());
            requireAggregateMethods(type, stateType);
            resultMethod = requireMethod(type, "finalize");
        }
        List<Type> arguments = resolveArgumentTypes(form, method, parameters, declaredArguments, annotation);
        Type resultType = resolveResultType(form, resultMethod, declaredResult);
        String className = type.getQualifiedName().toString();
        JavaFunctionItems functionItems = createItems(form, arguments, resultType, className, place);
        if (form == JavaFunctionForm.AGGREGATE
                && !findMethods(type, WINDOW_METHOD).isEmpty()) {
            requireMethod(type, WINDOW_METHOD);
            List<ClusterItem> items = new ArrayList<>(functionItems.items());
            items.add(toProperty("analytic", "true", place));
            return new JavaFunctionItems(arguments, items);
        }
        return functionItems;
    }

    private static JavaFunctionItems createItems(
            JavaFunctionForm form, List<Type> arguments, Type resultType, String symbol, Place place) {
        List<ClusterItem> items = new ArrayList<>();
        if (!form.variant().isEmpty()) {
            items.add(new ClusterItem(ClusterPart.of("variant"), form.variant(), place.span()));
        }
        items.add(new ClusterItem(ClusterPart.of("returns"), OverloadedName.renderType(resultType), place.span()));
        items.add(toProperty("symbol", symbol, place));
        items.add(toProperty("type", "StarrocksJar", place));
        return new JavaFunctionItems(List.copyOf(arguments), items);
    }

    private static ClusterItem toProperty(String name, String value, Place place) {
        return new ClusterItem(new ClusterPart("property", name), value, place.span());
    }

    private Type parseType(WrittenAnnotation.Text text) {
        Type type = new FragmentReader(findings).read(text, SqlFragment::parseType);
        if (type == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        return type;
    }

    private JavaFunctionForm readForm(WrittenAnnotation annotation) {
        WrittenAnnotation.Text variantText = annotation.findNonEmptyText("variant");
        JavaFunctionForm form = JavaFunctionForm.of(variantText == null ? "" : variantText.text());
        if (variantText != null && !form.variant().equals(variantText.text())) {
            findings.add(FindingCode.CLUSTER_CLAUSE, variantText.place(), "variant", "AGGREGATE or TABLE");
            throw UnreadableDeclarationException.ofReported();
        }
        return form;
    }

    /** Reports a class, and returns the exception to throw. */
    private UnreadableDeclarationException refuseClass(Place place, String className, String reason) {
        findings.add(FindingCode.FUNCTION_CLASS, place, className, reason);
        return UnreadableDeclarationException.ofReported();
    }

    private void requireUsableClass(TypeElement type, Place place) {
        List<ExecutableElement> constructors = ElementFilter.constructorsIn(type.getEnclosedElements());
        boolean hasUsableConstructor = constructors.stream()
                .anyMatch(constructor ->
                        constructor.getParameters().isEmpty() && isAccessible(constructor.getModifiers()));
        Stream.of(
                        Optional.of("it is not a class")
                                .filter(reason -> !type.getKind().isClass()),
                        Optional.of("it is in another class, and a server finds no nested class")
                                .filter(reason -> type.getNestingKind() != NestingKind.TOP_LEVEL),
                        Optional.of("it is not public").filter(reason -> !isAccessible(type.getModifiers())),
                        Optional.of("it is abstract")
                                .filter(reason -> type.getModifiers().contains(Modifier.ABSTRACT)),
                        Optional.of("it has no public constructor without parameters")
                                .filter(reason -> !hasUsableConstructor))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(reason -> {
                    throw refuseClass(place, type.getSimpleName().toString(), reason);
                });
    }

    private static boolean isAccessible(Set<Modifier> modifiers) {
        return modifiers.contains(Modifier.PUBLIC);
    }

    private JavaFunctionForm requireForm(TypeElement type, Place place) {
        List<JavaFunctionForm> forms = Stream.of(JavaFunctionForm.values())
                .filter(form -> !findMethods(type, form.methodName()).isEmpty())
                .toList();
        if (forms.size() != 1) {
            throw refuseClass(
                    place,
                    type.getSimpleName().toString(),
                    "it must declare one of the methods evaluate, update and process");
        }
        return forms.get(0);
    }

    private TypeMirror requireStateType(TypeElement type, Place place) {
        TypeElement stateClass = ElementFilter.typesIn(type.getEnclosedElements()).stream()
                .filter(nestedClass -> nestedClass.getSimpleName().contentEquals(STATE_CLASS))
                .filter(nestedClass -> nestedClass.getModifiers().containsAll(Set.of(Modifier.PUBLIC, Modifier.STATIC)))
                .findFirst()
                .orElseThrow(() -> refuseClass(
                        place, type.getSimpleName().toString(), "it has no public static class " + STATE_CLASS));
        requireSignature(requireMethod(stateClass, "serializeLength"), "int");
        return stateClass.asType();
    }

    private static List<ExecutableElement> findMethods(TypeElement type, String methodName) {
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
    private ExecutableElement requireMethod(TypeElement type, String methodName) {
        List<ExecutableElement> methods = findMethods(type, methodName);
        if (methods.isEmpty()) {
            throw refuseClass(
                    compileContext.site(type, entryPlace).place(),
                    type.getSimpleName().toString(),
                    "it declares no method " + methodName);
        }
        ExecutableElement method = methods.get(methods.size() - 1);
        if (methods.size() > 1) {
            throw refuseMethod(method, "the class declares another method of this name");
        }
        if (!method.getModifiers().contains(Modifier.PUBLIC)) {
            throw refuseMethod(method, "it is not public");
        }
        if (method.getModifiers().contains(Modifier.STATIC)) {
            throw refuseMethod(method, "it is static");
        }
        return method;
    }

    private UnreadableDeclarationException refuseMethod(ExecutableElement method, String reason) {
        return refuseMethodAt(method, compileContext.site(method, entryPlace).place(), reason);
    }

    private UnreadableDeclarationException refuseMethodAt(ExecutableElement method, Place place, String reason) {
        findings.add(FindingCode.FUNCTION_METHOD, place, method.getSimpleName().toString(), reason);
        return UnreadableDeclarationException.ofReported();
    }

    private void requireAggregateMethods(TypeElement type, TypeMirror stateType) {
        String stateName = stateType.toString();
        String bufferName = ByteBuffer.class.getName();
        requireSignature(requireMethod(type, "create"), stateName);
        requireSignature(requireMethod(type, "destroy"), "void", stateName);
        requireSignature(requireMethod(type, "serialize"), "void", stateName, bufferName);
        requireSignature(requireMethod(type, "merge"), "void", stateName, bufferName);
        ExecutableElement update = requireMethod(type, JavaFunctionForm.AGGREGATE.methodName());
        if (!update.getReturnType().toString().equals("void")) {
            throw refuseMethod(update, "it must return void");
        }
        if (update.getParameters().isEmpty() || !hasType(update.getParameters().get(0), stateName)) {
            throw refuseMethod(update, "its first parameter must be a " + STATE_CLASS);
        }
        ExecutableElement finalizeMethod = requireMethod(type, "finalize");
        requireSignature(finalizeMethod, finalizeMethod.getReturnType().toString(), stateName);
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
                    "its form must be " + simpleName(returnTypeName) + " " + method.getSimpleName() + "("
                            + String.join(
                                    ", ",
                                    Stream.of(parameterTypeNames)
                                            .map(JavaFunctionReader::simpleName)
                                            .toList())
                            + ")");
        }
    }

    private static boolean hasType(VariableElement parameter, String typeName) {
        return parameter.asType().toString().equals(typeName);
    }

    private static String simpleName(String typeName) {
        return typeName.substring(typeName.lastIndexOf('.') + 1);
    }

    private List<JavaValue> createParameterValues(ExecutableElement method) {
        List<JavaValue> parameterValues = new ArrayList<>();
        for (VariableElement parameter : method.getParameters()) {
            parameterValues.add(new JavaValue(
                    parameter.asType(),
                    compileContext.site(parameter, entryPlace).place(),
                    "its parameter " + parameter.getSimpleName()));
        }
        return parameterValues;
    }

    private List<Type> resolveArgumentTypes(
            JavaFunctionForm form,
            ExecutableElement method,
            List<JavaValue> parameters,
            List<Type> declaredArguments,
            WrittenAnnotation annotation) {
        if (annotation.hasAttribute("arguments") && declaredArguments.size() != parameters.size()) {
            throw refuseMethod(
                    method,
                    "it has " + parameters.size() + " parameters for arguments, and the annotation declares "
                            + declaredArguments.size());
        }
        List<Type> arguments = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Optional<Type> declaredType =
                    declaredArguments.isEmpty() ? Optional.empty() : Optional.of(declaredArguments.get(i));
            arguments.add(resolveType(form, method, parameters.get(i), declaredType));
        }
        return arguments;
    }

    private Type resolveResultType(JavaFunctionForm form, ExecutableElement method, Optional<Type> declaredType) {
        TypeMirror type = method.getReturnType();
        Place place = compileContext.site(method, entryPlace).place();
        if (form != JavaFunctionForm.TABLE) {
            return resolveType(form, method, new JavaValue(type, place, "its result"), declaredType);
        }
        if (!(type instanceof ArrayType arrayType)) {
            throw refuseMethodAt(method, place, "it must return an array, with an element for each row");
        }
        return resolveType(
                form,
                method,
                new JavaValue(arrayType.getComponentType(), place, "an element of its result"),
                declaredType);
    }

    /**
     * Returns the declared type, which must match the Java type; without a declared type, the type that follows from
     * the Java type.
     *
     * @throws UnreadableDeclarationException if the types do not match, or if functions do not support the type
     */
    private Type resolveType(
            JavaFunctionForm form, ExecutableElement method, JavaValue value, Optional<Type> declaredType) {
        if (value.type().getKind() == TypeKind.ERROR) {
            throw UnreadableDeclarationException.ofMissing(value.type().toString(), value.place());
        }
        String javaTypeName = value.type().toString();
        Optional<Type> resolvedType = declaredType.or(() -> toSqlType(value.type()));
        Optional<String> expectedClassName =
                resolvedType.flatMap(form::findJavaClass).map(Class::getName);
        if (declaredType.isPresent() && expectedClassName.isPresent() && !canHold(value.type(), declaredType.get())) {
            throw refuseMethodAt(
                    method,
                    value.place(),
                    value.title() + " is " + javaTypeName + " instead of " + simpleName(expectedClassName.get())
                            + " for " + OverloadedName.renderType(declaredType.get()));
        }
        if (expectedClassName.isEmpty()) {
            String problem = declaredType
                    .or(() -> resolvedType)
                    .map(sqlType ->
                            "functions in Java have no values of the type " + OverloadedName.renderType(sqlType))
                    .orElse(value.title() + " is " + javaTypeName + describeRemedy(value.type()));
            throw refuseMethodAt(method, value.place(), problem);
        }
        return resolvedType.orElseThrow();
    }

    private static String describeRemedy(TypeMirror type) {
        return type.getKind().isPrimitive()
                ? ", which can't be null: write the class for it"
                : ", which is not Boolean, Byte, Short, Integer, Long, Float, Double, String, List or Map of these";
    }

    private static Optional<Type> toSqlType(TypeMirror type) {
        if (!(type instanceof DeclaredType declaredType)) {
            return Optional.empty();
        }
        String className = CompileContext.qualifiedName(declaredType);
        List<Optional<Type>> componentTypes = declaredType.getTypeArguments().stream()
                .map(JavaFunctionReader::toSqlType)
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
     * maps, which the server itself does not see.
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
