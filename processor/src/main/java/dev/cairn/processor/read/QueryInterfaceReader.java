package dev.cairn.processor.read;

import dev.cairn.annotation.Execute;
import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Query;
import dev.cairn.annotation.Schema;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.Parameter;
import dev.cairn.processor.model.QueryDeclaration.Returned;
import dev.cairn.processor.model.QueryDeclaration.Row;
import dev.cairn.processor.model.QueryInterface.ChangeCount;
import dev.cairn.processor.model.QueryInterface.Container;
import dev.cairn.processor.model.QueryInterface.Multiplicity;
import dev.cairn.processor.model.QueryInterface.ParameterType;
import dev.cairn.processor.read.annotation.AnnotationPlacement;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.Component;
import dev.cairn.processor.read.annotation.FindingSite;
import dev.cairn.processor.read.annotation.NullnessReader;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.TypedComponent;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.processor.read.column.RecordColumns;
import dev.cairn.processor.read.column.RecordColumnsReader;
import dev.cairn.processor.read.column.StructReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** Reads interfaces of queries: the schema, and for each method its statement, its parameters and its result. */
public final class QueryInterfaceReader {
    private static final Map<String, Container> CONTAINERS = Map.of(
            List.class.getName(), Container.LIST,
            Set.class.getName(), Container.SET,
            Collection.class.getName(), Container.COLLECTION);
    private static final Map<String, Multiplicity> MULTIPLICITIES = Map.of(
            List.class.getName(), Multiplicity.LIST,
            Stream.class.getName(), Multiplicity.STREAM,
            Optional.class.getName(), Multiplicity.OPTIONAL);

    private final CompileContext compile;
    private final Findings findings;
    private final StructReader structs;
    private final RecordColumnsReader columns;
    private final NullnessReader nullness;
    private final StructReader quietStructs;

    public QueryInterfaceReader(CompileContext compile, Findings findings) {
        this.compile = compile;
        this.findings = findings;
        this.structs = new StructReader(compile, findings);
        this.columns = new RecordColumnsReader(compile, findings, structs);
        this.nullness = new NullnessReader(compile, findings);
        this.quietStructs = new StructReader(compile, new Findings());
    }

    boolean isQueries(TypeElement type) {
        return Annotations.of(compile.site(type, null)).has(Queries.class);
    }

    /** Throws {@link UnreadableDeclarationException} after reporting all findings of the interface. */
    QueryDeclaration read(TypeElement type) {
        Annotations annotations = Annotations.of(compile.site(type, null));
        WrittenAnnotation queries = annotations.one(Queries.class);
        if (queries == null) {
            throw new IllegalArgumentException(type + " has no @Queries");
        }
        new AnnotationPlacement(findings).checkQueries(annotations);
        Place place = annotations.site().place();
        if (type.getKind() != ElementKind.INTERFACE
                || !type.getTypeParameters().isEmpty()
                || CompileContext.isPrivate(type)) {
            findings.add(FindingCode.NOT_AN_INTERFACE, place, compile.name(type));
            throw UnreadableDeclarationException.reported();
        }
        TypeElement root = root(queries);
        List<Method> methods = new ArrayList<>();
        ReadAttempts attempts = new ReadAttempts();
        for (ExecutableElement method :
                ElementFilter.methodsIn(compile.elements().getAllMembers(type))) {
            if (isOf(method, type)) {
                attempts.run(() -> method(method, type, place).ifPresent(methods::add));
            }
        }
        attempts.endUnlessReported();
        return new QueryDeclaration(
                compile.name(type),
                CompileContext.isPublic(type),
                compile.name(root),
                methods,
                annotations.allowed(),
                place,
                attempts.allRead());
    }

    /** Whether a method is one of the interface or of its superinterfaces, and not of Object. */
    private static boolean isOf(ExecutableElement method, TypeElement type) {
        Element owner = method.getEnclosingElement();
        return type.equals(owner) || (owner != null && owner.getKind() == ElementKind.INTERFACE);
    }

    private TypeElement root(WrittenAnnotation queries) {
        TypeMirror type = queries.type("value");
        Place place = queries.place("value");
        if (type.getKind() == TypeKind.ERROR) {
            throw UnreadableDeclarationException.missing(type.toString(), place);
        }
        if (type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement root
                && Annotations.of(compile.site(root, place)).has(Schema.class)) {
            return root;
        }
        findings.add(FindingCode.QUERIES_SCHEMA, place, type);
        throw UnreadableDeclarationException.reported();
    }

    private Optional<Method> method(ExecutableElement method, TypeElement type, Place owner) {
        Annotations annotations = Annotations.of(compile.site(method, owner));
        WrittenAnnotation query = annotations.one(Query.class);
        WrittenAnnotation execute = annotations.one(Execute.class);
        Place place = annotations.site().place();
        String name = method.getSimpleName().toString();
        if (!method.getModifiers().contains(Modifier.ABSTRACT)) {
            for (String annotation : annotations.names()) {
                findings.add(
                        FindingCode.MEANINGLESS, annotations.place(annotation), annotation, "a method with a body");
            }
            return Optional.empty();
        }
        WrittenAnnotation statement = query == null ? execute : query;
        if (statement == null) {
            findings.add(FindingCode.NO_STATEMENT, place, name);
            throw UnreadableDeclarationException.reported();
        }
        if (query != null && execute != null) {
            findings.add(FindingCode.CONTRADICTION, execute.place(), "@Query", "@Execute");
            throw UnreadableDeclarationException.reported();
        }
        new AnnotationPlacement(findings).checkStatement(annotations);
        if (!method.getTypeParameters().isEmpty()) {
            findings.add(FindingCode.GENERIC_METHOD, place, name);
            throw UnreadableDeclarationException.reported();
        }
        WrittenAnnotation.Text sql = statement.required("value");
        String unchecked = statement.content("unchecked");
        MethodReader reader = new MethodReader(name, type, NullnessReader.isNullMarked(compile, method));
        return Optional.of(new Method(
                name,
                query != null,
                sql.text(),
                sql.place(),
                unchecked == null ? "" : unchecked,
                reader.parameters(method, owner),
                reader.returned(method.getReturnType(), query != null, annotations.site()),
                annotations.allowed(),
                place));
    }

    /** Reads the parameters and the result of a method. */
    private final class MethodReader {
        private final String method;
        private final String inPackage;
        private final boolean nullMarked;

        MethodReader(String method, TypeElement owner, boolean nullMarked) {
            this.method = method;
            this.inPackage = compile.packageOf(owner);
            this.nullMarked = nullMarked;
        }

        List<Parameter> parameters(ExecutableElement element, Place owner) {
            List<Parameter> parameters = new ArrayList<>();
            ReadAttempts attempts = new ReadAttempts();
            for (VariableElement parameter : element.getParameters()) {
                attempts.run(() -> parameters.add(parameter(parameter, owner)));
            }
            attempts.end();
            return parameters;
        }

        private Parameter parameter(VariableElement parameter, Place owner) {
            FindingSite site = compile.site(parameter, owner);
            String name = parameter.getSimpleName().toString();
            TypeMirror type = parameter.asType();
            Boolean declaredNullness = NullnessReader.nullness(type, nullMarked);
            Map<String, QueryDeclaration.Component> components = new HashMap<>();
            Optional<TypeElement> record = record(type);
            if (record.isPresent()) {
                structs.javaTypes().requireVisible(record.get(), subject(name, site));
                addComponents(record.get(), "", declaredNullness, site.place(), components, new HashSet<>());
                return new Parameter(
                        name,
                        new ParameterType.Components(compile.name(record.get())),
                        declaredNullness,
                        components,
                        site.place());
            }
            return new Parameter(name, type(type, subject(name, site)), declaredNullness, components, site.place());
        }

        private ParameterType type(TypeMirror type, TypedComponent subject) {
            if (type instanceof ArrayType array && array.getComponentType().getKind() != TypeKind.BYTE) {
                return new ParameterType.Values(Container.ARRAY, value(array.getComponentType(), subject));
            }
            if (type instanceof DeclaredType declared
                    && declared.getTypeArguments().size() == 1) {
                String name = qualifiedName(declared);
                TypeMirror argument = declared.getTypeArguments().get(0);
                if (name.equals(Optional.class.getName())) {
                    return new ParameterType.OptionalValue(value(argument, subject));
                }
                if (CONTAINERS.containsKey(name)) {
                    return new ParameterType.Values(CONTAINERS.get(name), value(argument, subject));
                }
            }
            return new ParameterType.Value(value(type, subject));
        }

        private JavaType value(TypeMirror type, TypedComponent subject) {
            return structs.javaTypes().of(type, subject);
        }

        private TypedComponent subject(String name, FindingSite site) {
            return new TypedComponent(name, site, site.place(), inPackage, TypedComponent.Sizes.IRRELEVANT);
        }

        /** Adds the components of a record by their paths; those whose type has no SQL type are left out. */
        private void addComponents(
                TypeElement record,
                String prefix,
                @Nullable Boolean ownerNullness,
                Place place,
                Map<String, QueryDeclaration.Component> components,
                Set<TypeElement> around) {
            if (!around.add(record)) {
                return;
            }
            if (prefix.isEmpty()) {
                addComponent("", record.asType(), ownerNullness, compile.site(record, place), components);
            }
            for (Component component : Component.of(record)) {
                FindingSite site = compile.site(component.field(), place);
                TypeMirror type = component.field().asType();
                String path = prefix + component.name();
                Boolean declaredNullness = componentNullness(component, site, ownerNullness);
                addComponent(path, type, declaredNullness, site, components);
                record(type)
                        .ifPresent(
                                inner -> addComponents(inner, path + ".", declaredNullness, place, components, around));
            }
            around.remove(record);
        }

        private void addComponent(
                String path,
                TypeMirror type,
                @Nullable Boolean declaredNullness,
                FindingSite site,
                Map<String, QueryDeclaration.Component> components) {
            try {
                JavaType java = quietStructs.javaTypes().of(type, subject(path, site));
                components.put(path, new QueryDeclaration.Component(java, declaredNullness));
            } catch (UnreadableDeclarationException unsupported) {
                if (unsupported.later()) {
                    throw unsupported;
                }
            }
        }

        /** A component of a record that may be null is one that may be null. */
        private @Nullable Boolean componentNullness(
                Component component, FindingSite site, @Nullable Boolean ownerNullness) {
            if (Boolean.TRUE.equals(ownerNullness) || nullness.isNullable(component, site)) {
                return true;
            }
            boolean never = component.field().asType().getKind().isPrimitive() || nullness.isInNullMarked(component);
            return never ? ownerNullness : null;
        }

        Returned returned(TypeMirror type, boolean query, FindingSite site) {
            if (!query) {
                return new Returned.Changes(changes(type, site.place()));
            }
            if (type.getKind() == TypeKind.VOID) {
                throw unsupported(
                        "nothing",
                        "but a query returns rows",
                        "return List, Optional, Stream, a record or" + " the type of one column, or use @Execute",
                        site.place());
            }
            if (type instanceof DeclaredType declared) {
                String name = qualifiedName(declared);
                List<? extends TypeMirror> arguments = declared.getTypeArguments();
                if (MULTIPLICITIES.containsKey(name) && arguments.size() == 1) {
                    Multiplicity multiplicity = MULTIPLICITIES.get(name);
                    Row row = row(arguments.get(0), site);
                    return new Returned.Rows(multiplicity, row);
                }
                if (name.equals(Map.class.getName()) && arguments.size() == 2) {
                    return new Returned.Entries(scalar(arguments.get(0), site), scalar(arguments.get(1), site));
                }
            }
            ResultRemedy.of(type).ifPresent(remedy -> {
                throw unsupported(
                        ResultRemedy.words(type), "which can't hold the rows of a query", remedy, site.place());
            });
            boolean mayBeAbsent = Boolean.TRUE.equals(NullnessReader.nullness(type, nullMarked));
            return new Returned.Rows(mayBeAbsent ? Multiplicity.ONE_OR_NULL : Multiplicity.ONE, row(type, site));
        }

        private ChangeCount changes(TypeMirror type, Place place) {
            return switch (type.getKind()) {
                case VOID -> ChangeCount.VOID;
                case LONG -> ChangeCount.LONG;
                case INT -> ChangeCount.INT;
                default ->
                    throw unsupported(
                            type.toString(),
                            "but a statement that changes data returns the number of its rows",
                            "return long, int or void",
                            place);
            };
        }

        private UnreadableDeclarationException unsupported(String type, String problem, String remedy, Place place) {
            findings.add(FindingCode.RESULT_TYPE, place, method, type, problem, remedy);
            return UnreadableDeclarationException.reported();
        }

        private Row row(TypeMirror type, FindingSite site) {
            Optional<TypeElement> element = record(type);
            if (element.isPresent()) {
                TypeElement record = element.get();
                if (!record.getTypeParameters().isEmpty()) {
                    findings.add(FindingCode.GENERIC, site.place(), compile.name(record));
                    throw UnreadableDeclarationException.reported();
                }
                structs.javaTypes().requireVisible(record, subject(method, site));
                RecordColumns read = columns.of(record, site.place(), new RecordColumnsReader.Context(null, inPackage));
                return new Row.Composite(read.columns(), read.shape(), NullnessReader.isNullMarked(compile, record));
            }
            return scalar(type, site);
        }

        private Row.Scalar scalar(TypeMirror type, FindingSite site) {
            return new Row.Scalar(
                    structs.javaTypes().of(type, subject(method, site)), NullnessReader.nullness(type, nullMarked));
        }

        private static Optional<TypeElement> record(TypeMirror type) {
            return type instanceof DeclaredType declared
                            && declared.asElement() instanceof TypeElement element
                            && CompileContext.isRecord(element)
                    ? Optional.of(element)
                    : Optional.empty();
        }

        private static String qualifiedName(DeclaredType type) {
            return ((TypeElement) type.asElement()).getQualifiedName().toString();
        }
    }
}
