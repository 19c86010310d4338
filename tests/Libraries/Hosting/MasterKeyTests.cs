using System.Security.Cryptography;
using Platform.Hosting;
using Shouldly;
using Xunit;

namespace Platform.Libraries.Tests.Hosting;

public sealed class MasterKeyTests
{
    private readonly MasterKey key = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void What_was_encrypted_opens_for_the_same_purpose_only()
    {
        var text = key.Encrypt("a kubeconfig", "clusters");
        key.DecryptText(text, "clusters").ShouldBe("a kubeconfig");
        key.Encrypt("a kubeconfig", "clusters").ShouldNotBe(text);
        text.ShouldStartWith($"v1.{key.KeyId}.");
        Should.Throw<CryptographicException>(() => key.Decrypt(text, "packages"));
    }

    [Fact]
    public void Repeatable_encryption_gives_equal_texts_for_equal_plain_texts_only()
    {
        var first = key.EncryptRepeatably("a password"u8, "clusters");

        key.EncryptRepeatably("a password"u8, "clusters").ShouldBe(first);
        key.EncryptRepeatably("a passwore"u8, "clusters").ShouldNotBe(first);
        key.EncryptRepeatably("a password"u8, "others")[..30].ShouldNotBe(first[..30]);
        key.DecryptText(first, "clusters").ShouldBe("a password");
        Should.Throw<CryptographicException>(() => key.Decrypt(first, "others"));
    }

    [Fact]
    public void A_changed_text_and_another_key_open_nothing()
    {
        var text = key.Encrypt("a kubeconfig", "clusters");
        var last = text[^6];
        Should.Throw<CryptographicException>(() => key.Decrypt(text[..^6] + (last == 'A' ? 'B' : 'A') + text[^5..], "clusters"));
        Should.Throw<CryptographicException>(() => key.Decrypt("nonsense", "clusters"));
        var other = new MasterKey(RandomNumberGenerator.GetBytes(32));
        Should.Throw<CryptographicException>(() => other.Decrypt(text, "clusters")).Message.ShouldContain(key.KeyId);
    }

    [Fact]
    public async Task Processes_that_start_together_get_one_key()
    {
        var folder = Directory.CreateTempSubdirectory("platform-key-").FullName;
        try
        {
            var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => MasterKey.Load(new PlatformOptions { DataDirectory = folder }).KeyId)));
            keys.Distinct().Count().ShouldBe(1);
            Directory.EnumerateFiles(folder).ShouldHaveSingleItem();
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(Path.Combine(folder, "master-key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
