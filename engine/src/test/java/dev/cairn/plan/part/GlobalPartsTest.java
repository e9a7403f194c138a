package dev.cairn.plan.part;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GlobalPartsTest {
    private static final ClusterPart SECRET_PROPERTY = new ClusterPart("property", "aws.s3.secret_key");
    private static final ClusterPart URL_PROPERTY = new ClusterPart("property", "jdbc_uri");

    private static GlobalParts partsOf(ClusterPart part, String value) {
        return GlobalParts.ofClusterObject(Optional.of(
                new ClusterObject(ClusterObjectKind.EXTERNAL_CATALOG, "lake", new TreeMap<>()).withPart(part, value)));
    }

    private static boolean isSame(ClusterPart part, String value, String otherValue) {
        GlobalParts parts = partsOf(part, value);
        GlobalParts otherParts = partsOf(part, otherValue);
        boolean isSame = parts.hasSamePart(otherParts, ObjectPart.of(part));
        assertThat(parts.findDifferingParts(otherParts).isEmpty()).isEqualTo(isSame);
        assertThat(parts.equals(otherParts)).isEqualTo(isSame);
        return isSame;
    }

    @Test
    void secretsAreNotShown() {
        assertThat(partsOf(SECRET_PROPERTY, "AKIAIOSFODNN7").findText(ObjectPart.of(SECRET_PROPERTY)))
                .hasValue("'***'");
        assertThat(partsOf(SECRET_PROPERTY, "${key:AKIAIOSFODNN7}").findText(ObjectPart.of(SECRET_PROPERTY)))
                .hasValue("'***'");
        assertThat(partsOf(URL_PROPERTY, "jdbc:mysql://me:AKIAIOSFODNN7@h/").findText(ObjectPart.of(URL_PROPERTY)))
                .hasValue("'***'");
        assertThat(partsOf(SECRET_PROPERTY, "AKIAIOSFODNN7").toString())
                .contains("***")
                .doesNotContain("AK", "N7");
    }

    @Test
    void aPlaceholderIsNoSecret() {
        assertThat(partsOf(SECRET_PROPERTY, "${key}").findText(ObjectPart.of(SECRET_PROPERTY)))
                .hasValue("'${key}'");
    }

    @Test
    void secretsAreComparedByWhatServersShowOfThem() {
        assertThat(isSame(SECRET_PROPERTY, "AKIAIOSFODNN7", "AK******N7")).isTrue();
        assertThat(isSame(SECRET_PROPERTY, "AKIAIOSFODNN7", "AK******N8")).isFalse();
        assertThat(isSame(SECRET_PROPERTY, "${aws_key}", "${gcp_key}")).isFalse();
        assertThat(isSame(URL_PROPERTY, "jdbc:mysql://me:one@h/", "jdbc:mysql://me:two@h/"))
                .isFalse();
    }
}
