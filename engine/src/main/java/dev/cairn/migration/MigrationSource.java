package dev.cairn.migration;

import java.util.List;

/**
 * Writes the Java source of a migration. The source is generated once; from then on it is maintained by hand.
 *
 * @param packageName the package of the source
 * @param rootPackage the package of the schema's root
 * @param root the name of the root in that package: {@code Shop}, or {@code App.Shop} if it is nested
 * @param title the title for its Javadoc
 * @param remarks the lines of a comment for reviewers above the Javadoc
 */
public record MigrationSource(
        String packageName, String rootPackage, String root, String title, Migration migration, List<String> remarks) {
    private static final String ANNOTATION = "dev.cairn.annotation.Migration";
    private static final String INDENT = "        ";
    private static final String COMMENT = "// ";
    private static final int LINE = 110;

    public MigrationSource {
        remarks = List.copyOf(remarks);
    }

    /** Creates a source without a comment for reviewers. */
    public MigrationSource(String inPackage, String rootPackage, String root, String title, Migration migration) {
        this(inPackage, rootPackage, root, title, migration, List.of());
    }

    public String text() {
        StringBuilder source = new StringBuilder();
        if (!packageName.isEmpty()) {
            source.append("package ").append(packageName).append(";\n\n");
        }
        imports(source);
        remarks.forEach(remark -> comment(source, remark));
        source.append("/** ").append(escapedTitle()).append(" */\n");
        source.append("@Migration(\n");
        source.append(INDENT).append("schema = ").append(writtenRoot()).append(".class,\n");
        source.append(INDENT).append("number = ").append(migration.number());
        if (!migration.predecessorHash().isEmpty()) {
            appendString(source, "after", migration.predecessorHash());
        }
        Migration.Checkpoint checkpoint = migration.checkpoint();
        if (checkpoint != null) {
            appendString(source, "checkpoint", checkpoint.hash());
            if (!checkpoint.release().isEmpty()) {
                appendString(source, "release", checkpoint.release());
            }
        }
        if (!migration.recordHash().isEmpty()) {
            appendString(source, "records", migration.recordHash());
        }
        appendBlocks(source, "upgrade", migration.upgrade());
        appendBlocks(source, "downgrade", migration.downgrade());
        if (!migration.irreversible().isEmpty()) {
            appendString(source, "irreversible", migration.irreversible());
        }
        if (!migration.session().isEmpty()) {
            source.append(",\n").append(INDENT).append("session = {");
            source.append(String.join(
                    ", ", migration.session().stream().map(JavaText::string).toList()));
            source.append('}');
        }
        return source.append(")\n")
                .append("interface ")
                .append(migration.name())
                .append(" {}\n")
                .toString();
    }

    /** Writes the imports in alphabetical order; a root in the same package needs none. */
    private void imports(StringBuilder source) {
        boolean beside = rootPackage.equals(packageName);
        List<String> needed =
                beside || isHidden() ? List.of(ANNOTATION) : List.of(ANNOTATION, rootPackage + "." + root);
        needed.stream()
                .sorted()
                .forEach(name -> source.append("import ").append(name).append(";\n"));
        source.append('\n');
    }

    /** Writes a line of a comment; one that is too long is continued below, with a deeper indentation. */
    private static void comment(StringBuilder source, String remark) {
        // A second backslash keeps javac from reading a Unicode escape.
        String rest = remark.replaceAll("\\p{Cntrl}+", " ").stripTrailing().replace("\\", "\\\\");
        String indentation =
                rest.substring(0, rest.length() - rest.stripLeading().length()) + "  ";
        while (rest.length() > LINE && rest.lastIndexOf(' ', LINE) > indentation.length()) {
            int end = rest.lastIndexOf(' ', LINE);
            source.append(COMMENT).append(rest, 0, end).append('\n');
            rest = indentation + rest.substring(end).strip();
        }
        source.append(COMMENT).append(rest).append('\n');
    }

    private String writtenRoot() {
        if (rootPackage.equals(packageName)) {
            return isHidden() && !rootPackage.isEmpty() ? rootPackage + "." + root : root;
        }
        return isHidden() ? rootPackage + "." + root : simpleName(root);
    }

    /** Returns whether the imported annotation hides the root, because both have the same simple name. */
    private boolean isHidden() {
        return simpleName(root).equals(simpleName(ANNOTATION));
    }

    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** Returns the title with entities for all characters that would end the comment or start a tag or an element. */
    private String escapedTitle() {
        StringBuilder sentence = new StringBuilder();
        for (int at = 0; at < title.length(); at++) {
            char character = title.charAt(at);
            if (character == '*' || character == '@' || character == '\\' || character == '<' || character == '&') {
                sentence.append("&#").append((int) character).append(';');
            } else {
                sentence.append(Character.isISOControl(character) ? ' ' : character);
            }
        }
        String text = sentence.toString().strip();
        String begun = text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }

    private static void appendString(StringBuilder source, String attribute, String value) {
        source.append(",\n").append(INDENT).append(attribute).append(" = ").append(JavaText.string(value));
    }

    private static void appendBlocks(StringBuilder source, String attribute, List<String> values) {
        source.append(",\n").append(INDENT).append(attribute).append(" = {");
        source.append(String.join(
                ", ",
                values.stream()
                        .map(value -> JavaText.block(value, INDENT + "    "))
                        .toList()));
        source.append('}');
    }
}
