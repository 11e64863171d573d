package antiphon.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ByteRangeTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            textBlock =
                    """
                    none,               Whole[]
                    bytes=0-,           'Part[first=0, last=99]'
                    bytes=0-0,          'Part[first=0, last=0]'
                    bytes=10-19,        'Part[first=10, last=19]'
                    bytes=90-500,       'Part[first=90, last=99]'
                    bytes=-10,          'Part[first=90, last=99]'
                    bytes=-500,         'Part[first=0, last=99]'
                    bytes=100-,         Unsatisfiable[]
                    bytes=-0,           Unsatisfiable[]
                    bytes=-,            Whole[]
                    bytes=9-3,          Whole[]
                    'bytes=0-1,5-6',    Whole[]
                    lines=0-1,          Whole[]
                    bytes=a-b,          Whole[]
                    bytes=99999999999999999999-, Whole[]
                    """)
    void aRangeOfAHundredBytes(String header, String expected) {
        assertThat(ByteRange.of(header, 100)).hasToString(expected);
    }
}
