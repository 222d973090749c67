using System.Security.Cryptography;
using Gemeinwerk.Proof.Notes;

namespace Gemeinwerk.Tests.Proof;

/// <summary>The known answers of the Certificate Transparency reference implementation for its eight leaves.</summary>
public sealed class MerkleTests
{
    static readonly byte[][] Leaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }
            .Select(hex => SHA256.HashData([0, .. Convert.FromHexString(hex)])),
    ];

    static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void The_roots_of_the_eight_leaves_are_the_published_ones()
    {
        var frontier = new Frontier();
        for (var size = 0; size <= 8; size++)
        {
            Assert.Equal(Roots[size], Convert.ToHexStringLower(frontier.Root()));
            Assert.Equal(Roots[size], Convert.ToHexStringLower(PlainTree.Root(Leaves[..size])));
            if (size < 8) frontier.Add(Leaves[size]);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void The_published_inclusion_proofs_hold(int index, int size, params string[] path)
    {
        byte[][] hashes = [.. path.Select(Convert.FromHexString)];
        Assert.True(Merkle.Includes(index, size, Leaves[index], hashes, Convert.FromHexString(Roots[size])));
        Assert.False(Merkle.Includes(index, size, Leaves[(index + 1) % 8], hashes, Convert.FromHexString(Roots[size])));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void The_published_consistency_proofs_hold(int older, int newer, params string[] path)
    {
        byte[][] hashes = [.. path.Select(Convert.FromHexString)];
        var (old, next) = (Convert.FromHexString(Roots[older]), Convert.FromHexString(Roots[newer]));
        Assert.True(Merkle.IsConsistent(older, old, newer, next, hashes));
        if (older == newer) return;
        Assert.False(Merkle.IsConsistent(older, next, newer, next, hashes));
        Assert.False(Merkle.IsConsistent(older, old, newer, old, hashes));
        Assert.False(Merkle.IsConsistent(older, old, newer, next, hashes[1..]));
    }

    [Fact]
    public void Every_proof_of_every_tree_up_to_forty_leaves_holds_and_no_shifted_one_does()
    {
        byte[][] leaves = [.. Enumerable.Range(0, 40).Select(i => SHA256.HashData([0, (byte)i]))];
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = PlainTree.Root(leaves[..size]);
            for (var at = 0; at < size; at++)
            {
                var path = PlainTree.Path(at, leaves[..size]);
                Assert.True(Merkle.Includes(at, size, leaves[at], path, root));
                if (at > 0) Assert.False(Merkle.Includes(at - 1, size, leaves[at], path, root));
                Assert.False(Merkle.Includes(at, size, leaves[at], [.. path, root], root));
                var old = PlainTree.Root(leaves[..(at + 1)]);
                var proof = PlainTree.Consistency(at + 1, leaves[..size]);
                Assert.True(Merkle.IsConsistent(at + 1, old, size, root, proof));
                Assert.False(Merkle.IsConsistent(at + 1, SHA256.HashData(old), size, root, proof));
            }
        }
    }
}
