package dev.cairn.processor.read;

import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ParameterType;
import dev.cairn.processor.model.ParameterType.Container;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.ComponentField;
import dev.cairn.processor.read.annotation.FindingSite;
import dev.cairn.processor.read.annotation.NullnessReader;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.TypedComponent;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.column.JavaTypeReader;
import dev.cairn.processor.read.column.StructReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a query method. A component of a record is a parameter too, named by its path, such as
 * {@code filter.city}.
 */
final class QueryParameterReader {
    private static final Map<String, Container> CONTAINER_BY_CLASS_NAME = Map.of(
            List.class.getName(), Container.LIST,
            Set.class.getName(), Container.SET,
            Collection.class.getName(), Container.COLLECTION);

    private final CompileContext compileContext;
    private final JavaTypeReader typeReader;
    private final NullnessReader nullnessReader;
    /** Reads components without reporting findings, because components that no statement uses may have any type. */
    private final JavaTypeReader silentTypeReader;

    QueryParameterReader(CompileContext compileContext, Findings findings, StructReader structReader) {
        this.compileContext = compileContext;
        this.typeReader = structReader.javaTypeReader();
        this.nullnessReader = new NullnessReader(compileContext, findings);
        this.silentTypeReader = new StructReader(compileContext, new Findings()).javaTypeReader();
    }

    /**
     * Reads all parameters of a method, even if one of them is invalid, so that all problems are reported.
     *
     * @param methodType the type of the method as a member of the interface
     * @throws UnreadableDeclarationException if a parameter can't be read
     */
    List<Parameter> readParameters(
            QueryMethodContext context, ExecutableElement method, ExecutableType methodType, Place ownerPlace) {
        List<Parameter> parameters = new ArrayList<>();
        ReadAttempts readAttempts = new ReadAttempts();
        for (int i = 0; i < methodType.getParameterTypes().size(); i++) {
            VariableElement parameter = method.getParameters().get(i);
            MemberType type = new MemberType(methodType.getParameterTypes().get(i), parameter.asType());
            boolean isVarargs =
                    method.isVarArgs() && i == methodType.getParameterTypes().size() - 1;
            readAttempts.run(() -> parameters.add(readParameter(context, parameter, type, isVarargs, ownerPlace)));
        }
        readAttempts.throwIfFailed();
        return parameters;
    }

    private Parameter readParameter(
            QueryMethodContext context,
            VariableElement parameter,
            MemberType memberType,
            boolean isVarargs,
            Place ownerPlace) {
        FindingSite site = compileContext.site(parameter, ownerPlace);
        String parameterName = parameter.getSimpleName().toString();
        TypeMirror type = memberType.type();
        Boolean declaredNullness = memberType.readNullness(context.isNullMarked());
        ComponentCollector components = new ComponentCollector(context, site.place());
        Optional<TypeElement> recordElement = CompileContext.findRecord(type);
        Optional<ParameterType.Directive> directive = recordElement.flatMap(recordType ->
                ParameterType.Directive.find(recordType.getQualifiedName().toString()));
        if (directive.isPresent()) {
            return new Parameter(parameterName, directive.get(), isVarargs, declaredNullness, Map.of(), site.place());
        }
        if (recordElement.isPresent()) {
            typeReader.requireVisible(recordElement.get(), context.createComponent(parameterName, site));
            components.addRecord(recordElement.get(), declaredNullness);
            return new Parameter(
                    parameterName,
                    new ParameterType.Components(compileContext.toJavaName(recordElement.get())),
                    isVarargs,
                    declaredNullness,
                    components.componentByPath,
                    site.place());
        }
        ParameterType parameterType = readType(type, context.createComponent(parameterName, site));
        if (parameterType instanceof ParameterType.Values) {
            CompileContext.findRecord(elementType(type)).ifPresent(element -> components.addRecord(element, false));
        }
        return new Parameter(
                parameterName, parameterType, isVarargs, declaredNullness, components.componentByPath, site.place());
    }

    /** Returns the type of the elements. The container must be an array, or a collection with a type argument. */
    private static TypeMirror elementType(TypeMirror containerType) {
        return containerType instanceof ArrayType arrayType
                ? arrayType.getComponentType()
                : ((DeclaredType) containerType).getTypeArguments().get(0);
    }

    private ParameterType readType(TypeMirror type, TypedComponent typedComponent) {
        return type instanceof DeclaredType declaredType
                        && declaredType.getTypeArguments().size() == 1
                        && CompileContext.qualifiedName(declaredType).equals(Optional.class.getName())
                ? new ParameterType.OptionalType(
                        readNonOptionalType(declaredType.getTypeArguments().get(0), typedComponent))
                : readNonOptionalType(type, typedComponent);
    }

    /**
     * Reads a type other than an Optional: an array or a collection holds several values, but a byte[] is one value.
     */
    private ParameterType readNonOptionalType(TypeMirror type, TypedComponent typedComponent) {
        if (type instanceof ArrayType arrayType && arrayType.getComponentType().getKind() != TypeKind.BYTE) {
            return new ParameterType.Values(Container.ARRAY, readValueType(elementType(type), typedComponent));
        }
        if (type instanceof DeclaredType declaredType
                && declaredType.getTypeArguments().size() == 1) {
            String className = CompileContext.qualifiedName(declaredType);
            if (CONTAINER_BY_CLASS_NAME.containsKey(className)) {
                return new ParameterType.Values(
                        CONTAINER_BY_CLASS_NAME.get(className), readValueType(elementType(type), typedComponent));
            }
        }
        return new ParameterType.Value(readValueType(type, typedComponent));
    }

    private JavaType readValueType(TypeMirror type, TypedComponent typedComponent) {
        return typeReader.read(type, typedComponent);
    }

    /** Collects the components of a parameter by their paths, except components whose type has no SQL type. */
    private final class ComponentCollector {
        private final QueryMethodContext context;
        private final Place place;
        private final Map<String, QueryDeclaration.Component> componentByPath = new HashMap<>();
        private final Set<TypeElement> enclosingRecords = new HashSet<>();

        ComponentCollector(QueryMethodContext context, Place place) {
            this.context = context;
            this.place = place;
        }

        /** Adds a record, which a statement may use as a whole, with the empty path, and its components. */
        void addRecord(TypeElement recordElement, @Nullable Boolean declaredNullness) {
            addComponent("", recordElement.asType(), declaredNullness, compileContext.site(recordElement, place));
            addComponents(recordElement, "", declaredNullness);
        }

        private void addComponents(TypeElement recordElement, String pathPrefix, @Nullable Boolean ownerNullness) {
            // The paths of a record that contains itself would be endless.
            if (!enclosingRecords.add(recordElement)) {
                return;
            }
            for (ComponentField component : ComponentField.findAll(recordElement)) {
                FindingSite site = compileContext.site(component.field(), place);
                TypeMirror type = component.field().asType();
                String path = pathPrefix + component.name();
                Boolean declaredNullness = readComponentNullness(component, site, ownerNullness);
                addComponent(path, type, declaredNullness, site);
                CompileContext.findRecord(type)
                        .ifPresent(nestedRecord -> addComponents(nestedRecord, path + ".", declaredNullness));
            }
            enclosingRecords.remove(recordElement);
        }

        private void addComponent(String path, TypeMirror type, @Nullable Boolean declaredNullness, FindingSite site) {
            try {
                JavaType javaType = silentTypeReader.read(type, context.createComponent(path, site));
                componentByPath.put(path, new QueryDeclaration.Component(javaType, declaredNullness));
            } catch (UnreadableDeclarationException failure) {
                if (failure.isDeferrable()) {
                    throw failure;
                }
            }
        }
    }

    /**
     * Returns whether a component may be null: true if it or an enclosing record is nullable; false if the component
     * and all enclosing records are non-null; null if this is not declared.
     */
    private @Nullable Boolean readComponentNullness(
            ComponentField component, FindingSite site, @Nullable Boolean ownerNullness) {
        if (Boolean.TRUE.equals(ownerNullness) || nullnessReader.isNullable(component, site)) {
            return true;
        }
        boolean isNonNull =
                component.field().asType().getKind().isPrimitive() || nullnessReader.isComponentNullMarked(component);
        return isNonNull ? ownerNullness : null;
    }
}
