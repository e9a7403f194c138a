package dev.cairn.spring.test.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.spring.CairnInitializer;
import dev.cairn.spring.shop.Orders;
import dev.cairn.spring.test.AutoConfigureEmbeddedStarRocks;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

/** Tests a slice that disables auto-configurations, as those of Spring Boot do: it contains that of Cairn nevertheless. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@OverrideAutoConfiguration(enabled = false)
@AutoConfigureEmbeddedStarRocks
class OtherSliceTest {
    @Test
    void theSchemasAreUpgraded(@Autowired CairnInitializer initializer, @Autowired Orders orders) {
        assertThat(initializer.isReady()).isTrue();
        assertThat(orders.cities()).containsExactly("Oslo");
    }
}
