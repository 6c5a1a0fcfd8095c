// The picture of a comparison as PNG, which the browser draws from the SVG; without a script there is the SVG.
"use strict";
for (const link of document.querySelectorAll("a[data-picture]")) {
  const png = link.cloneNode();
  png.textContent = "The picture (PNG)";
  png.download = "comparison.png";
  png.addEventListener("click", async (event) => {
    event.preventDefault();
    const picture = new Image();
    picture.src = link.href;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * picture.naturalWidth;
    canvas.height = 2 * picture.naturalHeight;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => {
      const taken = document.createElement("a");
      taken.href = URL.createObjectURL(blob);
      taken.download = png.download;
      taken.click();
      URL.revokeObjectURL(taken.href);
    }, "image/png");
  });
  link.after(" ", png);
}
