import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Checks a folder into which {@code mvn -Prelease deploy} has deployed, by the rules that Maven Central has for
 * releases, and packs it. Needs JDK 17 and nothing else:
 *
 * <pre>
 * java .ci/StagedRelease.java check FOLDER [--signed]
 * java .ci/StagedRelease.java compare FOLDER FOLDER
 * java .ci/StagedRelease.java bundle FOLDER FILE.zip
 * </pre>
 *
 * {@code check} lists the artifacts and all mistakes, and exits with 1 if there are any. {@code compare} compares two
 * builds of the same sources byte by byte. {@code bundle} checks a signed release and packs what is uploaded.
 */
final class StagedRelease {
    /** The placeholder of the parent POM, which must be replaced before anything is published. */
    private static final String PLACEHOLDER = "cairn.example";

    private static final Set<String> CHECKSUMS = Set.of(".md5", ".sha1", ".sha256", ".sha512");

    /** Modules whose packages applications use: their archive of Javadoc lists packages. */
    private static final Set<String> PROMISED = Set.of(
            "cairn-annotations",
            "cairn-embedded",
            "cairn-engine",
            "cairn-runtime",
            "cairn-spring-boot-starter",
            "cairn-spring-boot-test",
            "cairn-testcontainers");

    /** What the build of every release contains. */
    private static final Set<String> EXPECTED = Set.of(
            "cairn-annotations",
            "cairn-bom",
            "cairn-cli",
            "cairn-embedded",
            "cairn-engine",
            "cairn-gradle-plugin",
            "cairn-maven-plugin",
            "cairn-parent",
            "cairn-processor",
            "cairn-processor-library",
            "cairn-runtime",
            "cairn-spring-boot-starter",
            "cairn-spring-boot-test",
            "cairn-testcontainers",
            "cairn-tooling",
            "dev.cairn.gradle.plugin");

    /** Plugins of build tools, which load them by class loaders of their own. */
    private static final Set<String> PLUGINS = Set.of("cairn-gradle-plugin", "cairn-maven-plugin");

    private final Path folder;
    private final boolean signed;
    private final List<String> mistakes = new ArrayList<>();
    private boolean snapshot;

    private StagedRelease(Path folder, boolean signed) {
        this.folder = folder;
        this.signed = signed;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        boolean signed = words.contains("--signed");
        words = words.stream().filter(word -> !word.startsWith("--")).toList();
        int code;
        if (words.size() == 2 && words.get(0).equals("check")) {
            code = new StagedRelease(Path.of(words.get(1)), signed).check();
        } else if (words.size() == 3 && words.get(0).equals("compare")) {
            code = compare(Path.of(words.get(1)), Path.of(words.get(2)));
        } else if (words.size() == 3 && words.get(0).equals("bundle")) {
            code = new StagedRelease(Path.of(words.get(1)), true).bundle(Path.of(words.get(2)));
        } else {
            System.err.println("Usage: java .ci/StagedRelease.java check FOLDER [--signed] | compare FOLDER FOLDER"
                    + " | bundle FOLDER FILE.zip");
            code = 2;
        }
        System.exit(code);
    }

    private int check() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Path pom : files(folder)) {
            if (pom.toString().endsWith(".pom")) {
                found.add(artifact(pom));
                checkArtifact(pom);
            }
        }
        for (String name : EXPECTED) {
            if (!found.contains(name)) {
                mistakes.add(name + " is missing");
            }
        }
        for (String name : found) {
            if (!EXPECTED.contains(name)) {
                mistakes.add(name + " is not to be published: set maven.deploy.skip in its module, or list it here");
            }
        }
        mistakes.forEach(mistake -> System.out.println("error: " + mistake));
        System.out.println(found.size() + " artifacts, " + (mistakes.isEmpty() ? "no mistake" : mistakes.size() + " mistakes")
                + (signed ? "" : "; signatures are not required without --signed"));
        return mistakes.isEmpty() ? 0 : 1;
    }

    private static String artifact(Path pom) {
        return pom.getParent().getParent().getFileName().toString();
    }

    private void checkArtifact(Path pom) throws Exception {
        String base = pom.getFileName().toString().replaceFirst("\\.pom$", "");
        String name = artifact(pom);
        Element project = xml(pom).getDocumentElement();
        snapshot = pom.getParent().getFileName().toString().endsWith("-SNAPSHOT");
        System.out.println(name + " " + base.substring(name.length() + 1));
        checkPom(name, pom, project);
        String packaging = text(project, "packaging").isEmpty() ? "jar" : text(project, "packaging");
        List<String> required = new ArrayList<>(List.of(".pom"));
        if (!packaging.equals("pom")) {
            required.addAll(List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json"));
        }
        for (String suffix : required) {
            Path file = pom.resolveSibling(base + suffix);
            if (!Files.exists(file)) {
                mistakes.add(name + ": " + file.getFileName() + " is missing");
            }
        }
        try (Stream<Path> siblings = Files.list(pom.getParent())) {
            for (Path file : siblings.sorted().toList()) {
                String fileName = file.getFileName().toString();
                if (!fileName.startsWith(base) || isBeside(fileName) || fileName.endsWith("-tests.jar")) {
                    continue; // the test archives of modules are in no bundle
                }
                System.out.println("    " + fileName + " " + Files.size(file));
                checkBeside(name, file);
                if (fileName.endsWith(".jar")) {
                    checkJar(name, file, fileName.substring(base.length()));
                }
            }
        }
    }

    private static boolean isBeside(String file) {
        return file.endsWith(".asc") || CHECKSUMS.stream().anyMatch(file::endsWith);
    }

    private void checkPom(String name, Path pom, Element project) throws Exception {
        Element described = project;
        Element parent = child(project, "parent");
        List<Element> line = new ArrayList<>(List.of(project));
        if (parent != null) {
            Path above = pom.getParent().getParent().resolveSibling(text(parent, "artifactId")).resolve(text(parent, "version"));
            Path file = latest(above, ".pom");
            if (file == null) {
                mistakes.add(name + ": its parent " + text(parent, "artifactId") + " is not published with it");
            } else {
                line.add(xml(file).getDocumentElement());
            }
        }
        for (String own : List.of("name", "description")) {
            if (text(described, own).isEmpty()) {
                mistakes.add(name + ": the POM has no <" + own + ">");
            }
        }
        for (String inherited : List.of("url", "licenses", "developers", "scm")) {
            if (line.stream().noneMatch(each -> !text(each, inherited).isEmpty())) {
                mistakes.add(name + ": neither the POM nor its parent has <" + inherited + ">");
            }
        }
        if (!snapshot && Files.readString(pom).contains("-SNAPSHOT")) {
            mistakes.add(name + ": the POM of a release names a snapshot");
        }
        if (child(project, "repositories") != null || child(project, "pluginRepositories") != null) {
            mistakes.add(name + ": the POM names repositories");
        }
        if (Files.readString(pom).contains(PLACEHOLDER)) {
            String message = name + ": the POM contains the placeholder " + PLACEHOLDER
                    + ": set home.url and home.scm in the parent";
            if (snapshot) {
                System.out.println("    to do before a release: " + message);
            } else {
                mistakes.add(message);
            }
        }
    }

    private void checkBeside(String name, Path file) throws Exception {
        for (Map.Entry<String, String> checksum : Map.of(".md5", "MD5", ".sha1", "SHA-1").entrySet()) {
            Path beside = file.resolveSibling(file.getFileName() + checksum.getKey());
            if (!Files.exists(beside)) {
                mistakes.add(name + ": " + beside.getFileName() + " is missing");
            } else if (!Files.readString(beside).strip().equals(digest(file, checksum.getValue()))) {
                mistakes.add(name + ": " + beside.getFileName() + " is not the checksum of the file");
            }
        }
        if (signed) {
            Path signature = file.resolveSibling(file.getFileName() + ".asc");
            if (!Files.exists(signature)) {
                mistakes.add(name + ": " + signature.getFileName() + " is missing");
            } else if (!Files.readString(signature).startsWith("-----BEGIN PGP SIGNATURE-----")) {
                mistakes.add(name + ": " + signature.getFileName() + " is not an armored signature");
            }
        }
    }

    private void checkJar(String name, Path jar, String suffix) throws IOException {
        Map<String, byte[]> entries = entries(jar);
        String where = name + ": " + jar.getFileName();
        if (suffix.equals("-javadoc.jar")) {
            checkJavadoc(name, where, entries);
            return;
        }
        for (String text : List.of("META-INF/LICENSE", "META-INF/NOTICE")) {
            if (!entries.containsKey(text)) {
                mistakes.add(where + " has no " + text);
            }
        }
        boolean foreign = false;
        boolean protobuf = false;
        int classes = 0;
        int sources = 0;
        for (String entry : entries.keySet()) {
            foreign |= entry.startsWith("com/mysql/") || entry.startsWith("org/mariadb/");
            protobuf |= entry.startsWith("com/google/protobuf/");
            classes += entry.endsWith(".class") ? 1 : 0;
            sources += entry.endsWith(".java") ? 1 : 0;
        }
        if (foreign || protobuf) {
            mistakes.add(where + " contains a driver, which has a licence of its own");
        }
        String notice = new String(entries.getOrDefault("META-INF/NOTICE", new byte[0]), StandardCharsets.UTF_8);
        for (Map.Entry<String, String> bundled :
                Map.of("picocli/", "picocli", "com/palantir/javapoet/", "JavaPoet", "dev/cairn/processor/own/javapoet/", "JavaPoet")
                        .entrySet()) {
            boolean contains = entries.keySet().stream().anyMatch(entry -> entry.startsWith(bundled.getKey()));
            if (contains && !suffix.equals("-sources.jar") && !notice.contains(bundled.getValue())) {
                mistakes.add(where + " contains " + bundled.getValue() + ", which its NOTICE does not name");
            }
        }
        if (suffix.equals("-sources.jar") && (sources == 0 || classes > 0)) {
            mistakes.add(where + " has " + sources + " sources and " + classes + " classes");
        }
        if (suffix.equals(".jar")) {
            String manifest = new String(entries.getOrDefault("META-INF/MANIFEST.MF", new byte[0]), StandardCharsets.UTF_8);
            if (classes == 0) {
                mistakes.add(where + " has no classes");
            }
            if (!PLUGINS.contains(name)
                    && !entries.containsKey("module-info.class")
                    && !manifest.contains("Automatic-Module-Name: dev.cairn")) {
                mistakes.add(where + " has neither a module-info nor an Automatic-Module-Name");
            }
        }
    }

    private void checkJavadoc(String name, String where, Map<String, byte[]> entries) throws IOException {
        byte[] list = entries.get("element-list");
        if (!PROMISED.contains(name)) {
            if (!entries.containsKey("docs/compatibility.md")) {
                mistakes.add(where + " does not say that nothing in the archive is promised");
            }
            return;
        }
        if (list == null) {
            mistakes.add(where + " has no list of packages");
            return;
        }
        String promise = Files.readString(Path.of(System.getProperty("cairn.root", "."), "docs", "compatibility.md"));
        new String(list, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("module:") && !promise.contains("`" + line + "`"))
                .forEach(line -> mistakes.add(where + " documents " + line + ", which docs/compatibility.md does not promise:"
                        + " add it to javadoc.internal of the module"));
    }

    private int bundle(Path zip) throws Exception {
        int code = check();
        if (code != 0 || snapshot) {
            System.out.println(snapshot ? "error: a snapshot is not a release" : "error: nothing was packed");
            return 1;
        }
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream bundle = new ZipOutputStream(out)) {
            for (Path file : files(folder)) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                // The test archives of modules are for this build only, and a repository makes its metadata itself.
                if (path.contains("-tests.jar") || path.contains("maven-metadata")) {
                    continue;
                }
                ZipEntry entry = new ZipEntry(path);
                entry.setTime(0);
                bundle.putNextEntry(entry);
                Files.copy(file, bundle);
                bundle.closeEntry();
            }
        }
        System.out.println("Wrote " + zip);
        return 0;
    }

    /** Compares the artifacts of two folders. Names of snapshots differ by their time, which is left out. */
    private static int compare(Path one, Path other) throws Exception {
        Map<String, Path> left = artifacts(one);
        Map<String, Path> right = artifacts(other);
        Set<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        int differences = 0;
        for (String name : names) {
            if (!left.containsKey(name) || !right.containsKey(name)) {
                System.out.println("only in " + (left.containsKey(name) ? one : other) + ": " + name);
                differences++;
            } else if (Files.mismatch(left.get(name), right.get(name)) >= 0) {
                System.out.println("differs: " + name + differingEntries(left.get(name), right.get(name)));
                differences++;
            }
        }
        System.out.println(names.size() + " files, " + (differences == 0 ? "all equal" : differences + " differ"));
        return differences == 0 && !names.isEmpty() ? 0 : 1;
    }

    private static String differingEntries(Path one, Path other) throws IOException {
        if (!one.toString().endsWith(".jar")) {
            return "";
        }
        Map<String, byte[]> left = entries(one);
        Map<String, byte[]> right = entries(other);
        Set<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        List<String> differing = names.stream()
                .filter(name -> left.get(name) == null
                        || right.get(name) == null
                        || !MessageDigest.isEqual(left.get(name), right.get(name)))
                .limit(10)
                .toList();
        return differing.isEmpty() ? ": the order, the times or the modes of its entries" : ": " + differing;
    }

    private static Map<String, Path> artifacts(Path folder) throws IOException {
        Map<String, Path> artifacts = new TreeMap<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            if (!isBeside(name) && !name.startsWith("maven-metadata")) {
                artifacts.put(name.replaceFirst("-\\d{8}\\.\\d{6}-\\d+", "-SNAPSHOT"), file);
            }
        }
        return artifacts;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Returns the latest of the files of a version, of which a snapshot has one for each build. */
    private static Path latest(Path version, String suffix) throws IOException {
        if (!Files.isDirectory(version)) {
            return null;
        }
        try (Stream<Path> files = Files.list(version)) {
            return files.filter(file -> file.toString().endsWith(suffix)).max(Path::compareTo).orElse(null);
        }
    }

    private static Map<String, byte[]> entries(Path jar) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (InputStream in = Files.newInputStream(jar);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entries.put(entry.getName(), zip.readAllBytes()) != null) {
                    throw new IOException(jar + " contains " + entry.getName() + " twice");
                }
            }
        }
        return entries;
    }

    private static Document xml(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(Files.readAllBytes(file)));
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }

    private static String text(Element parent, String name) {
        Element child = child(parent, name);
        return child == null ? "" : child.getTextContent().strip();
    }

    private static String digest(Path file, String algorithm) throws IOException, NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(file)));
    }
}
