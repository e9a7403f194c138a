package dev.cairn.migration;

import java.util.List;

/**
 * Writes the Java source of a migration. The source is generated once; from then on it is maintained by hand.
 *
 * @param packageName the package of the source
 * @param rootPackage the package of the schema's root
 * @param rootName the name of the root in that package: {@code Shop}, or {@code App.Shop} if it is nested
 * @param title the title of the migration for the Javadoc
 * @param remarks the lines of a comment for reviewers above the Javadoc
 */
public record MigrationSource(
        String packageName,
        String rootPackage,
        String rootName,
        String title,
        Migration migration,
        List<String> remarks) {
    private static final String ANNOTATION_NAME = "dev.cairn.annotation.Migration";
    private static final String INDENTATION = "        ";
    private static final String COMMENT_PREFIX = "// ";
    private static final int MAX_LINE_LENGTH = 110;

    public MigrationSource {
        remarks = List.copyOf(remarks);
    }

    /** Creates a source without a comment for reviewers. */
    public MigrationSource(String packageName, String rootPackage, String rootName, String title, Migration migration) {
        this(packageName, rootPackage, rootName, title, migration, List.of());
    }

    public String render() {
        StringBuilder source = new StringBuilder();
        if (!packageName.isEmpty()) {
            source.append("package ").append(packageName).append(";\n\n");
        }
        appendImports(source);
        remarks.forEach(remark -> appendComment(source, remark));
        source.append("/** ").append(escapeTitle()).append(" */\n");
        source.append("@Migration(\n");
        source.append(INDENTATION).append("schema = ").append(rootReference()).append(".class,\n");
        source.append(INDENTATION).append("number = ").append(migration.number());
        if (!migration.predecessorHash().isEmpty()) {
            appendText(source, "after", migration.predecessorHash());
        }
        Migration.Checkpoint checkpoint = migration.checkpoint();
        if (checkpoint != null) {
            appendText(source, "checkpoint", checkpoint.hash());
            if (!checkpoint.release().isEmpty()) {
                appendText(source, "release", checkpoint.release());
            }
        }
        if (!migration.recordsHash().isEmpty()) {
            appendText(source, "records", migration.recordsHash());
        }
        appendTextBlocks(source, "upgrade", migration.upgrade());
        appendTextBlocks(source, "downgrade", migration.downgrade());
        if (!migration.irreversibleReason().isEmpty()) {
            appendText(source, "irreversible", migration.irreversibleReason());
        }
        if (!migration.sessionSettings().isEmpty()) {
            source.append(",\n").append(INDENTATION).append("session = {");
            source.append(String.join(
                    ", ",
                    migration.sessionSettings().stream()
                            .map(JavaLiterals::stringLiteral)
                            .toList()));
            source.append('}');
        }
        return source.append(")\n")
                .append("interface ")
                .append(migration.name())
                .append(" {}\n")
                .toString();
    }

    /**
     * Appends the imports in alphabetical order. The root is not imported if it is in the same package, or if the
     * annotation has its simple name.
     */
    private void appendImports(StringBuilder source) {
        boolean isSamePackage = rootPackage.equals(packageName);
        List<String> imports = isSamePackage || isRootHidden()
                ? List.of(ANNOTATION_NAME)
                : List.of(ANNOTATION_NAME, rootPackage + "." + rootName);
        imports.stream()
                .sorted()
                .forEach(name -> source.append("import ").append(name).append(";\n"));
        source.append('\n');
    }

    /**
     * Appends a line of a comment; a line that is too long is continued on additional lines with a deeper indentation.
     */
    private static void appendComment(StringBuilder source, String remark) {
        // A second backslash keeps javac from reading a Unicode escape.
        String remainingText =
                remark.replaceAll("\\p{Cntrl}+", " ").stripTrailing().replace("\\", "\\\\");
        String indentation = remainingText.substring(
                        0, remainingText.length() - remainingText.stripLeading().length()) + "  ";
        while (remainingText.length() > MAX_LINE_LENGTH
                && remainingText.lastIndexOf(' ', MAX_LINE_LENGTH) > indentation.length()) {
            int breakIndex = remainingText.lastIndexOf(' ', MAX_LINE_LENGTH);
            source.append(COMMENT_PREFIX).append(remainingText, 0, breakIndex).append('\n');
            remainingText = indentation + remainingText.substring(breakIndex).strip();
        }
        source.append(COMMENT_PREFIX).append(remainingText).append('\n');
    }

    private String rootReference() {
        if (rootPackage.equals(packageName)) {
            return isRootHidden() && !rootPackage.isEmpty() ? rootPackage + "." + rootName : rootName;
        }
        return isRootHidden() ? rootPackage + "." + rootName : simpleName(rootName);
    }

    /** Returns whether the imported annotation hides the root, because both have the same simple name. */
    private boolean isRootHidden() {
        return simpleName(rootName).equals(simpleName(ANNOTATION_NAME));
    }

    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /**
     * Returns the title as a sentence, with a period at its end, and with entities for all characters that would end
     * the comment or start a tag or an element.
     */
    private String escapeTitle() {
        StringBuilder escapedTitle = new StringBuilder();
        for (int index = 0; index < title.length(); index++) {
            char character = title.charAt(index);
            if (character == '*' || character == '@' || character == '\\' || character == '<' || character == '&') {
                escapedTitle.append("&#").append((int) character).append(';');
            } else {
                escapedTitle.append(Character.isISOControl(character) ? ' ' : character);
            }
        }
        String strippedTitle = escapedTitle.toString().strip();
        String capitalizedTitle = strippedTitle.isEmpty()
                ? strippedTitle
                : Character.toUpperCase(strippedTitle.charAt(0)) + strippedTitle.substring(1);
        return capitalizedTitle.endsWith(".") ? capitalizedTitle : capitalizedTitle + ".";
    }

    private static void appendText(StringBuilder source, String attribute, String value) {
        source.append(",\n")
                .append(INDENTATION)
                .append(attribute)
                .append(" = ")
                .append(JavaLiterals.stringLiteral(value));
    }

    private static void appendTextBlocks(StringBuilder source, String attribute, List<String> statements) {
        source.append(",\n").append(INDENTATION).append(attribute).append(" = {");
        source.append(String.join(
                ", ",
                statements.stream()
                        .map(statement -> JavaLiterals.textBlock(statement, INDENTATION + "    "))
                        .toList()));
        source.append('}');
    }
}
