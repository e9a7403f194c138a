package dev.cairn.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A {@link ServerUrl} finds the hosts in all forms of the drivers' URLs, and names no host if one is missing. */
class ServerUrlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        jdbc:mysql://fe1:9030/shop                                              | fe1
        jdbc:mysql://fe1/shop                                                   | fe1
        jdbc:mysql://app:p%40ss@fe_1.net:9030/shop?a=//other                    | fe_1.net
        jdbc:mysql://fe1:9030,app@fe2/shop                                      | fe1,fe2
        jdbc:mysql:loadbalance://fe1:9030,fe2:9030/shop                         | fe1,fe2
        jdbc:mysql://[::1]:9030/shop                                            | [::1]
        jdbc:mysql://[fe80::1%eth0],[::ffff:10.0.0.1]:9030/shop                 | [fe80::1%eth0],[::ffff:10.0.0.1]
        jdbc:mysql://[fe1:9030,fe2]/shop                                        | fe1,fe2
        jdbc:mysql://app:x@[fe1,(host=fe2,port=9030),address=(host=fe3)]/shop   | fe1,fe2,fe3
        jdbc:mysql://address=(host=fe1)(port=9030)(user=app),fe2/shop           | fe1,fe2
        jdbc:mysql://ADDRESS = ( HOST = fe1 )( port = 9030 )/shop               | fe1
        jdbc:mysql://(port=9030,host=::1)/shop                                  | [::1]
        jdbc:mariadb:sequential://address=(host=fe1)(port=9030)(type=primary)/a | fe1
        jdbc:mysql://fe1/shop?dnsSrv=false                                      | fe1
        starrocks://root@fe1:9030,fe2/shop                                      | fe1,fe2
        """)
    void theHostsOfAUrlAreFoundInEachForm(String url, String joinedHosts) {
        assertThat(String.join(",", ServerUrl.parse(url).hosts())).isEqualTo(joinedHosts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        jdbc:mysql:///shop
        jdbc:mysql://:9030/shop
        jdbc:mysql:loadbalance://**internally_generated**1795961105330**
        jdbc:mysql+srv://_mysql._tcp.example.com/shop
        jdbc:mysql://example.com/shop?dnsSrv=true
        jdbc:mysql://address=(port=9030)/shop
        jdbc:mysql://fe1,(port=9030)/shop
        jdbc:mariadb://address=(localSocket=/tmp/socket)/shop
        jdbc:h2:mem:shop
        null
        """)
    void noHostIsGuessed(String url) {
        assertThat(ServerUrl.parse(url).hosts()).isEmpty();
    }
}
