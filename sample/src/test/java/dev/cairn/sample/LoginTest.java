package dev.cairn.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoginTest {
    @Test
    void bothFormsOfAUrlNameAServer() {
        assertThat(new Login("starrocks://app@host:9030/shop", "", "").serverAddress())
                .isEqualTo("host:9030");
        assertThat(new Login("jdbc:mysql://host:9030/?user=app", "", "").serverAddress())
                .isEqualTo("host:9030");
    }

    @Test
    void otherUrlsAreRejectedWithTheRightForm() {
        assertThatThrownBy(() -> new Login("host:9030", "", ""))
                .hasMessage(
                        "The URL must begin with jdbc:mysql:// or starrocks://, such as jdbc:mysql://localhost:9030/");
    }

    @Test
    void theEnvironmentContainsThePasswordAndTheTextDoesNot() {
        Login login = new Login("jdbc:mysql://host:9030/", "app", "secret");
        assertThat(Login.from(login.environment())).isEqualTo(login);
        assertThat(login).hasToString("app@host:9030");
    }
}
