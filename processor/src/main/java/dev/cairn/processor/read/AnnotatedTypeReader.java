package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SubstituteClass;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.RemainingRounds;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/**
 * Reads the annotated types of one round, in the order of their names, so that nothing depends on the order of files.
 *
 * <p>A type that refers to a missing type is read again in the next round, because other processors may generate types;
 * in the last round, the missing type is an error. If other processors have stopped generating, the classes that depend
 * on it get substitutes. A root waits for its records, and its records wait for the root,
 * because their findings depend on their schema. A query interface waits for its root.
 */
public final class AnnotatedTypeReader {
    private final CompileContext compileContext;
    private final Findings findings;
    private final RemainingRounds remainingRounds;
    private final boolean isMissingTypeMistake;
    private final MemberReader memberReader;
    private final DescriptorNameRegistry descriptorNameRegistry;
    private final RootReader rootReader;
    private final QueryInterfaceReader queryInterfaceReader;
    private final RoleReader roleReader;
    private final Set<String> deferredTypeNames = new LinkedHashSet<>();
    private final List<SubstituteClass> substitutes = new ArrayList<>();

    /**
     * Creates the reader of one round.
     *
     * @param isMissingTypeMistake whether a missing type is probably a mistake, because other processors have generated
     *     nothing in the last rounds
     */
    public AnnotatedTypeReader(
            CompileContext compileContext,
            Findings findings,
            RemainingRounds remainingRounds,
            boolean isMissingTypeMistake) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.remainingRounds = remainingRounds;
        this.isMissingTypeMistake = isMissingTypeMistake;
        this.memberReader = new MemberReader(
                compileContext,
                new RecordReader(compileContext, findings),
                new DescriptorReader(compileContext, findings));
        this.descriptorNameRegistry = new DescriptorNameRegistry(compileContext, findings, memberReader);
        this.rootReader = new RootReader(compileContext, findings, memberReader);
        this.queryInterfaceReader = new QueryInterfaceReader(compileContext, findings);
        this.roleReader = new RoleReader(compileContext, findings);
    }

    /**
     * The result of one round.
     *
     * @param declarations the declarations that can be checked in this round
     * @param waitingDeclarations declarations whose classes can be generated in this round, but which can be checked
     *     only with a root that waits for other records
     * @param substitutes the classes in place of those that can't be generated because of a mistake
     * @param deferredTypeNames names of the types that must be read in the next round
     */
    public record ReadResult(
            CompileDeclarations declarations,
            List<ObjectDeclaration> waitingDeclarations,
            List<SubstituteClass> substitutes,
            Set<String> deferredTypeNames) {
        public ReadResult {
            waitingDeclarations = List.copyOf(waitingDeclarations);
            substitutes = List.copyOf(substitutes);
            deferredTypeNames = Collections.unmodifiableSet(new LinkedHashSet<>(deferredTypeNames));
        }
    }

    /**
     * Reads the types of a round. Problems in them are reported, and the result names the types that wait for others.
     * May be called only once: each round needs a new reader.
     */
    public ReadResult read(Collection<TypeElement> types) {
        List<TypeElement> sortedTypes = types.stream()
                .distinct()
                .sorted(Comparator.comparing(type -> type.getQualifiedName().toString()))
                .toList();
        List<ObjectDeclaration> declarations = new ArrayList<>();
        for (TypeElement type : sortedTypes) {
            boolean mayDeclareObject = !rootReader.isRoot(type)
                    && !queryInterfaceReader.isQueryInterface(type)
                    && !isStandaloneClusterObject(type)
                    && !roleReader.isRole(type)
                    && !roleReader.reportMissingRole(type);
            if (mayDeclareObject) {
                readOrDefer(type, () -> declarations.add(readDeclaration(type)));
            }
        }
        List<SchemaRoot> completeRoots = new ArrayList<>();
        Set<JavaClassName> waitingRecordNames = new HashSet<>();
        for (TypeElement type : sortedTypes) {
            if (rootReader.isRoot(type) && !readOrDefer(type, () -> completeRoots.add(readRoot(type)))) {
                waitingRecordNames.addAll(rootReader.findListedRecordNames(type));
            }
        }
        return createResult(declarations, completeRoots, waitingRecordNames, readQueries(sortedTypes));
    }

    private List<QueryDeclaration> readQueries(List<TypeElement> sortedTypes) {
        List<QueryDeclaration> queryDeclarations = new ArrayList<>();
        for (TypeElement type : sortedTypes) {
            if (queryInterfaceReader.isQueryInterface(type)) {
                readOrDefer(type, () -> {
                    QueryDeclaration declaration = queryInterfaceReader.read(type);
                    descriptorNameRegistry.claim(declaration.typeName().queriesClassName(), type);
                    queryDeclarations.add(declaration);
                });
            }
        }
        return queryDeclarations;
    }

    /** Adds the substitute of the class that would be generated for a type; a cluster object or a role has none. */
    private void addSubstitute(TypeElement type) {
        JavaClassName typeName = compileContext.toJavaName(type);
        if (rootReader.isRoot(type)) {
            substitutes.add(SubstituteClass.ofSchema(typeName));
        } else if (queryInterfaceReader.isQueryInterface(type)) {
            substitutes.add(SubstituteClass.ofQueries(typeName));
        } else {
            memberReader.findKind(type).ifPresent(kind -> substitutes.add(SubstituteClass.ofRecord(typeName, kind)));
        }
    }

    private List<SubstituteClass> collectSubstitutes(List<QueryDeclaration> readyQueries) {
        readyQueries.stream()
                .filter(queryDeclaration -> !queryDeclaration.hasAllMethods())
                .forEach(queryDeclaration -> substitutes.add(SubstituteClass.ofQueries(queryDeclaration.typeName())));
        // A source with the name of the class is the mistake itself.
        substitutes.removeIf(substitute ->
                compileContext.sourceTypeNames().contains(substitute.className().qualifiedName()));
        return substitutes;
    }

    private ReadResult createResult(
            List<ObjectDeclaration> declarations,
            List<SchemaRoot> completeRoots,
            Set<JavaClassName> waitingRecordNames,
            List<QueryDeclaration> queryDeclarations) {
        List<ObjectDeclaration> readyDeclarations = new ArrayList<>();
        List<ObjectDeclaration> waitingDeclarations = new ArrayList<>();
        for (ObjectDeclaration declaration : declarations) {
            boolean isWaiting = waitingRecordNames.contains(declaration.recordName());
            (isWaiting ? waitingDeclarations : readyDeclarations).add(declaration);
            if (isWaiting) {
                deferredTypeNames.add(declaration.recordName().qualifiedName());
            }
        }
        List<QueryDeclaration> readyQueries = new ArrayList<>();
        Map<JavaClassName, SchemaRoot> queriedRootByName = new LinkedHashMap<>();
        for (QueryDeclaration queryDeclaration : queryDeclarations) {
            if (deferredTypeNames.contains(queryDeclaration.rootName().qualifiedName())) {
                deferredTypeNames.add(queryDeclaration.typeName().qualifiedName());
                if (isMissingTypeMistake) {
                    substitutes.add(SubstituteClass.ofQueries(queryDeclaration.typeName()));
                }
            } else {
                readyQueries.add(queryDeclaration);
                if (completeRoots.stream().noneMatch(root -> root.typeName().equals(queryDeclaration.rootName()))) {
                    readQueriedRoot(queryDeclaration).ifPresent(root -> queriedRootByName.put(root.typeName(), root));
                }
            }
        }
        return new ReadResult(
                new CompileDeclarations(
                        readyDeclarations, completeRoots, readyQueries, List.copyOf(queriedRootByName.values())),
                waitingDeclarations,
                collectSubstitutes(readyQueries),
                deferredTypeNames);
    }

    /**
     * Reads a root of another module or of an earlier round, without reporting its findings again; empty if it can't be
     * read.
     */
    private Optional<SchemaRoot> readQueriedRoot(QueryDeclaration queryDeclaration) {
        TypeElement type = compileContext
                .elements()
                .getTypeElement(queryDeclaration.rootName().qualifiedName());
        Findings discardedFindings = new Findings();
        MemberReader silentMemberReader = new MemberReader(
                compileContext,
                new RecordReader(compileContext, discardedFindings),
                new DescriptorReader(compileContext, discardedFindings));
        try {
            return Optional.of(new RootReader(compileContext, discardedFindings, silentMemberReader).read(type));
        } catch (UnreadableDeclarationException ignored) {
            return Optional.empty();
        }
    }

    /** Returns whether a type declares a cluster object that is not the table of a record. */
    private boolean isStandaloneClusterObject(TypeElement type) {
        return ClusterAnnotation.findAmong(
                        CairnAnnotations.of(compileContext.site(type)).names())
                .filter(annotation -> annotation.kind().findColumnClause().isEmpty())
                .isPresent();
    }

    /**
     * Runs the action that reads a type, and returns false if the type must be read again in the next round. Returns
     * true if the type has been read, or can't be read at all. In the last round, a missing type is reported, unless
     * another error may be the reason why it is missing.
     */
    private boolean readOrDefer(TypeElement type, Runnable readAction) {
        try {
            readAction.run();
            return true;
        } catch (UnreadableDeclarationException failure) {
            if (!failure.isDeferrable()) {
                addSubstitute(type);
                return true;
            }
            if (remainingRounds == RemainingRounds.MORE) {
                deferredTypeNames.add(type.getQualifiedName().toString());
                if (isMissingTypeMistake) {
                    addSubstitute(type);
                }
                return false;
            }
            if (failure.place() != null && remainingRounds == RemainingRounds.NONE) {
                findings.add(CompileRule.UNRESOLVED_TYPE, failure.place(), failure.subject());
            }
            return true;
        }
    }

    private ObjectDeclaration readDeclaration(TypeElement type) {
        ObjectDeclaration declaration = memberReader.readFromSource(type);
        descriptorNameRegistry.claim(declaration.descriptorName(), type);
        return declaration;
    }

    private SchemaRoot readRoot(TypeElement type) {
        SchemaRoot root = rootReader.read(type);
        descriptorNameRegistry.claim(root.descriptorName(), type);
        return root;
    }
}
