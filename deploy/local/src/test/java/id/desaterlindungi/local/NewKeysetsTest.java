package id.desaterlindungi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's keysets, as {@code deploy/kubernetes/keysets} makes and changes them. */
class NewKeysetsTest {
    private Path directory;
    private Keysets keysets;

    @BeforeEach
    void make(@TempDir Path parent) throws IOException {
        directory = parent.resolve("keysets");
        NewKeysets.main(new String[] {directory.toString()});
        keysets = new Keysets(directory);
    }

    @Test
    void getAKeyAndLetTheOldOneGo() throws IOException {
        var index = Files.readString(keysets.index());
        var old = keysets.sealingKeys()[0];

        NewKeysets.main(new String[] {"add", directory.toString()});
        assertThat(keysets.sealingKeys()).hasSize(2).contains(old);

        NewKeysets.main(new String[] {"drop", directory.toString(), Integer.toUnsignedString(old)});
        assertThat(keysets.sealingKeys()).hasSize(1).doesNotContain(old);
        assertThat(Files.readString(keysets.index())).isEqualTo(index);
    }

    @Test
    void getAKeyOfTheIndexAndLetTheOldOneGo() throws IOException {
        var sealing = Files.readString(keysets.sealing());
        var old = keysets.indexKeys()[0];

        NewKeysets.main(new String[] {"add-index", directory.toString()});
        var added = keysets.indexKeys()[1];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NewKeysets.main(
                        new String[] {"drop-index", directory.toString(), Integer.toUnsignedString(added)}))
                .withMessageContaining(Integer.toUnsignedString(added) + " indexes");

        NewKeysets.main(new String[] {"drop-index", directory.toString(), Integer.toUnsignedString(old)});
        assertThat(keysets.indexKeys()).containsExactly(added);
        assertThat(Files.readString(keysets.sealing())).isEqualTo(sealing);
    }

    @Test
    void giveAKeyOfTheIndexUp() throws IOException {
        var before = keysets.indexKeys()[0];
        NewKeysets.main(new String[] {"add-index", directory.toString()});
        var added = keysets.indexKeys()[1];
        var back = new String[] {"back-index", directory.toString(), Integer.toUnsignedString(added)};

        NewKeysets.main(back);

        assertThat(keysets.indexKeys()).containsExactly(before);
        assertThat(keysets.takeIndexKeyBack(keysets.addIndexKey()))
                .as("which indexes then")
                .isEqualTo(before);
        assertThatIllegalArgumentException().isThrownBy(() -> NewKeysets.main(back));
    }

    @Test
    void keepTheKeyThatSeals() throws IOException {
        NewKeysets.main(new String[] {"add", directory.toString()});
        var before = Files.readString(keysets.sealing());
        var sealing = keysets.sealingKeys()[1];

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        NewKeysets.main(new String[] {"drop", directory.toString(), Integer.toUnsignedString(sealing)}))
                .withMessageContaining(Integer.toUnsignedString(sealing) + " seals");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NewKeysets.main(new String[] {"drop", directory.toString(), "1"}))
                .withMessageContaining("no key 1");
        assertThat(Files.readString(keysets.sealing())).isEqualTo(before);
    }

    @Test
    void areNotMadeAnewWhereOneIsMissing() throws IOException {
        for (var file : new Path[] {keysets.index(), keysets.sealing()}) {
            var kept = Files.readString(file);
            Files.delete(file);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> NewKeysets.main(new String[] {"add", directory.toString()}))
                    .withMessageContaining("is missing");

            assertThat(file).doesNotExist();
            Files.writeString(file, kept);
        }
    }
}
