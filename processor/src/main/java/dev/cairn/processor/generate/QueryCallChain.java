package dev.cairn.processor.generate;

import com.palantir.javapoet.CodeBlock;
import dev.cairn.processor.model.CheckedQuery.GeneratedMethod;
import dev.cairn.processor.model.SnakeCase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the calls of a query method as Java statements. It collects text with the markers of values, and writes the
 * collected text as one constant when a part follows that depends on the arguments.
 */
final class QueryCallChain {
    /** Texts up to this length are written where they are used, except for the beginning of a statement. */
    private static final int MAX_INLINE_LENGTH = 60;

    private static final int MAX_CALLS_PER_LINE = 2;

    private final QueryClassMembers members;
    private final GeneratedMethod method;
    private final String label;
    private final String callVariable;
    private final String constantName;
    private final CodeBlock.Builder codeBuilder = CodeBlock.builder();
    private final StringBuilder pendingText = new StringBuilder();
    private final List<CodeBlock> pendingValues = new ArrayList<>();
    private List<CodeBlock> pendingCalls = new ArrayList<>();
    /** The expression that creates the call; null until the first text is complete. */
    private @Nullable CodeBlock constructorCall;

    private boolean isCallDeclared;
    private int constantCount;

    /**
     * @param label the name of the query, with which the text begins
     * @param callVariable the variable of the call, if it needs several statements
     */
    QueryCallChain(QueryClassMembers members, GeneratedMethod method, String label, String callVariable) {
        this.members = members;
        this.method = method;
        this.label = label;
        this.callVariable = callVariable;
        this.constantName = MemberNames.toConstantName(SnakeCase.convert(method.name()));
        addText("/* " + label + " */ ");
    }

    /** Returns the code, to which control flow may be added after the end of a statement. */
    CodeBlock.Builder code() {
        return codeBuilder;
    }

    void addText(String text) {
        pendingText.append(text);
    }

    /** Adds the marker of a value to the text, and the call that binds the value. */
    void addValue(String marker, CodeBlock call) {
        pendingText.append(marker);
        pendingValues.add(call);
    }

    /** Adds a call after the text and the values before it. */
    void addCall(CodeBlock call) {
        flushText();
        pendingCalls.add(call);
    }

    /** Returns the calls that a generator adds, as a chain of their own. */
    CodeBlock renderNested(String variable, Runnable generator) {
        flushText();
        List<CodeBlock> precedingCalls = pendingCalls;
        pendingCalls = new ArrayList<>();
        generator.run();
        flushText();
        CodeBlock nestedChain = renderChain(CodeBlock.of(variable));
        pendingCalls = precedingCalls;
        return nestedChain;
    }

    /** Ends the current Java statement, so the next one can be inside a condition. */
    void endStatement() {
        flushText();
        if (!isCallDeclared) {
            codeBuilder.addStatement("$T $L = $L", RuntimeClassNames.QUERY_CALL, callVariable, renderChain());
            isCallDeclared = true;
        } else if (!pendingCalls.isEmpty()) {
            codeBuilder.addStatement("$L", renderChain());
        }
        pendingCalls.clear();
    }

    /**
     * Adds the last call, whose result the method uses.
     *
     * @return the expression of its result
     */
    CodeBlock end(CodeBlock lastCall) {
        addCall(lastCall);
        return renderChain();
    }

    /**
     * Writes the collected text as a constant, or in place if it is short, and adds the calls that bind its values. The
     * first text becomes an argument of the constructor.
     */
    private void flushText() {
        if (constructorCall == null) {
            constructorCall = CodeBlock.of(
                    "new $T($L, $L, $L)",
                    RuntimeClassNames.QUERY_CALL,
                    method.hasParameter(QueryClassGenerator.DATABASE_FIELD)
                            ? "this." + QueryClassGenerator.DATABASE_FIELD
                            : QueryClassGenerator.DATABASE_FIELD,
                    JavaLiteral.render(label),
                    addTextConstant());
        } else if (!pendingText.isEmpty()) {
            boolean isInline = pendingText.length() <= MAX_INLINE_LENGTH && pendingText.indexOf("\n") < 0;
            pendingCalls.add(CodeBlock.of(
                    ".sql($L)", isInline ? JavaLiteral.render(pendingText.toString()) : addTextConstant()));
        }
        pendingText.setLength(0);
        pendingCalls.addAll(pendingValues);
        pendingValues.clear();
    }

    private String addTextConstant() {
        constantCount++;
        return members.addTextConstant(
                constantCount == 1 ? constantName : constantName + "_" + constantCount, pendingText.toString());
    }

    private CodeBlock renderChain() {
        return renderChain(CodeBlock.of("$L", isCallDeclared ? CodeBlock.of("$L", callVariable) : constructorCall));
    }

    private CodeBlock renderChain(CodeBlock chainStart) {
        String separator = pendingCalls.size() > MAX_CALLS_PER_LINE ? "\n" : "";
        CodeBlock.Builder chainBuilder = CodeBlock.builder();
        chainBuilder.add(chainStart);
        pendingCalls.forEach(call -> chainBuilder.add("$L$L", separator, call));
        return chainBuilder.build();
    }
}
